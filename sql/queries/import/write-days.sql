-- The state of each day and its typed totals. What somebody said of a day stays: that it was closed,
-- and that a day with nothing left was really counted.
-- Columns: added, changed (days).
WITH written AS (
  INSERT INTO store_days AS d (store_id, date, state, typed_bought, typed_sold, import_batch_id)
  SELECT s.store_id, r.date, r.state, r.typed_bought, r.typed_sold, current_setting('ddi.import_batch')::int
  FROM import_days r
  JOIN import_stores s ON s.ref = r.store_ref
  ON CONFLICT (store_id, date) DO UPDATE
    SET state = CASE WHEN d.state = 'complete' AND excluded.state = 'not_counted' THEN d.state ELSE excluded.state END,
        typed_bought = coalesce(excluded.typed_bought, d.typed_bought),
        typed_sold = coalesce(excluded.typed_sold, d.typed_sold),
        import_batch_id = excluded.import_batch_id, updated_at = now()
    WHERE d.state NOT IN ('closed', 'closed_early')
      AND ((d.state <> excluded.state AND NOT (d.state = 'complete' AND excluded.state = 'not_counted'))
           OR d.typed_bought IS DISTINCT FROM coalesce(excluded.typed_bought, d.typed_bought)
           OR d.typed_sold IS DISTINCT FROM coalesce(excluded.typed_sold, d.typed_sold))
  RETURNING (xmax = 0) AS added
), counted AS (
  SELECT count(*) FILTER (WHERE added) AS added, count(*) FILTER (WHERE NOT added) AS changed FROM written
), told AS (
  UPDATE import_batches b SET rows_added = b.rows_added + c.added, rows_changed = b.rows_changed + c.changed
  FROM counted c WHERE b.id = current_setting('ddi.import_batch')::int
)
SELECT added, changed FROM counted;
