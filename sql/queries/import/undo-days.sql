-- Takes a batch out of store_days, as undo-production does for its table.
-- $1: batch id. Columns: restored, removed, kept (days).
WITH given AS (
  SELECT (before ->> 'store_id')::int AS store_id, (before ->> 'date')::date AS date,
         max((before ->> 'row_version')::int) AS version
  FROM import_changes WHERE batch_id = $1::int AND table_name = 'store_days restored' GROUP BY 1, 2
), changed AS (
  SELECT d.store_id, d.date, c.before,
         d.row_version = coalesce(g.version, (c.before ->> 'row_version')::int + 1) AS untouched,
         EXISTS (SELECT FROM import_batches b
                 WHERE b.id = (c.before ->> 'import_batch_id')::int AND b.undone_at IS NOT NULL) AS orphaned
  FROM import_changes c
  JOIN store_days d ON d.store_id = (c.before ->> 'store_id')::int AND d.date = (c.before ->> 'date')::date
  LEFT JOIN given g ON g.store_id = d.store_id AND g.date = d.date
  WHERE c.batch_id = $1::int AND c.table_name = 'store_days' AND d.import_batch_id = $1::int
), restored AS (
  UPDATE store_days d
  SET state = c.before ->> 'state', typed_bought = (c.before ->> 'typed_bought')::int,
      typed_sold = (c.before ->> 'typed_sold')::int, updated_at = now(),
      import_batch_id = (c.before ->> 'import_batch_id')::int
  FROM changed c
  WHERE d.store_id = c.store_id AND d.date = c.date AND c.untouched AND NOT c.orphaned
  RETURNING d.store_id, d.date, d.import_batch_id, d.row_version
), told AS (
  INSERT INTO import_changes (batch_id, table_name, row_id, before)
  SELECT import_batch_id, 'store_days restored', 0,
         jsonb_build_object('row_version', row_version, 'store_id', store_id, 'date', date)
  FROM restored WHERE import_batch_id IS NOT NULL
), removed AS (
  DELETE FROM store_days d
  WHERE d.import_batch_id = $1::int
    AND ((d.row_version = coalesce((SELECT g.version FROM given g WHERE g.store_id = d.store_id AND g.date = d.date), 1)
          AND NOT EXISTS (SELECT FROM changed c WHERE c.store_id = d.store_id AND c.date = d.date))
         OR EXISTS (SELECT FROM changed c
                    WHERE c.store_id = d.store_id AND c.date = d.date AND c.untouched AND c.orphaned))
  RETURNING d.date
)
SELECT (SELECT count(*) FROM restored) AS restored, (SELECT count(*) FROM removed) AS removed,
       (SELECT count(*) FROM store_days d WHERE d.import_batch_id = $1::int)
         - (SELECT count(*) FROM restored) - (SELECT count(*) FROM removed) AS kept;
