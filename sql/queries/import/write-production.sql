-- Adds what the file tells to daily_production and changes what it tells otherwise.
-- $1: user id. Columns: added, changed (rows).
WITH written AS (
  INSERT INTO daily_production AS d (user_id, store_id, date, product_id, product_name, quantity_produced, import_batch_id)
  SELECT $1::int, s.store_id, r.date, n.product_id, n.written, r.made, current_setting('ddi.import_batch')::int
  FROM import_rows r
  JOIN import_stores s ON s.ref = r.store_ref
  JOIN import_names n ON n.ref = r.name_ref
  WHERE r.made IS NOT NULL
  ON CONFLICT (store_id, date, product_id) DO UPDATE
    SET quantity_produced = excluded.quantity_produced, import_batch_id = excluded.import_batch_id
    WHERE d.quantity_produced <> excluded.quantity_produced
  RETURNING (xmax = 0) AS added
), counted AS (
  SELECT count(*) FILTER (WHERE added) AS added, count(*) FILTER (WHERE NOT added) AS changed FROM written
), told AS (
  UPDATE import_batches b SET rows_added = b.rows_added + c.added, rows_changed = b.rows_changed + c.changed
  FROM counted c WHERE b.id = current_setting('ddi.import_batch')::int
)
SELECT added, changed FROM counted;
