-- Takes a batch out of daily_sales: what it changed goes back to what it was, what it added goes. Rows
-- that somebody has edited since stay, told by their version: a batch leaves 1 on what it adds, one more
-- on what it changes, and a restored row says which version it was given. What an undone batch had
-- added, and this one changed, goes too.
-- $1: batch id. Columns: restored, removed, kept (rows).
WITH given AS (
  SELECT row_id, max((before ->> 'row_version')::int) AS version
  FROM import_changes WHERE batch_id = $1::int AND table_name = 'daily_sales restored' GROUP BY row_id
), changed AS (
  SELECT c.row_id, c.before,
         d.row_version = coalesce(g.version, (c.before ->> 'row_version')::int + 1) AS untouched,
         EXISTS (SELECT FROM import_batches b
                 WHERE b.id = (c.before ->> 'import_batch_id')::int AND b.undone_at IS NOT NULL) AS orphaned
  FROM import_changes c
  JOIN daily_sales d ON d.id = c.row_id
  LEFT JOIN given g ON g.row_id = c.row_id
  WHERE c.batch_id = $1::int AND c.table_name = 'daily_sales' AND d.import_batch_id = $1::int
), restored AS (
  UPDATE daily_sales d
  SET quantity_sold = (c.before ->> 'quantity_sold')::int, source = c.before ->> 'source',
      revenue = (c.before ->> 'revenue')::numeric,
      notes = c.before ->> 'notes', custom = nullif(c.before -> 'custom', 'null'),
      import_batch_id = (c.before ->> 'import_batch_id')::int
  FROM changed c
  WHERE d.id = c.row_id AND c.untouched AND NOT c.orphaned
  RETURNING d.id, d.import_batch_id, d.row_version
), told AS (
  INSERT INTO import_changes (batch_id, table_name, row_id, before)
  SELECT import_batch_id, 'daily_sales restored', id, jsonb_build_object('row_version', row_version)
  FROM restored WHERE import_batch_id IS NOT NULL
), removed AS (
  DELETE FROM daily_sales d
  WHERE d.import_batch_id = $1::int
    AND ((d.row_version = coalesce((SELECT g.version FROM given g WHERE g.row_id = d.id), 1)
          AND NOT EXISTS (SELECT FROM changed c WHERE c.row_id = d.id))
         OR d.id IN (SELECT c.row_id FROM changed c WHERE c.untouched AND c.orphaned))
  RETURNING d.id
)
SELECT (SELECT count(*) FROM restored) AS restored, (SELECT count(*) FROM removed) AS removed,
       (SELECT count(*) FROM daily_sales d WHERE d.import_batch_id = $1::int)
         - (SELECT count(*) FROM restored) - (SELECT count(*) FROM removed) AS kept;
