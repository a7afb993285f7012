-- Makes the shops that nobody knows yet, and notes that this batch made them.
-- $1: IANA time zone. Columns: id, name.
WITH made AS (
  INSERT INTO stores (district_id, name, timezone)
  SELECT (SELECT min(id) FROM districts), i.name, $1
  FROM import_stores i
  WHERE i.store_id IS NULL AND NOT EXISTS (SELECT FROM stores s WHERE lower(s.name) = lower(i.name))
  RETURNING id, name
), noted AS (
  INSERT INTO import_changes (batch_id, table_name, row_id, before)
  SELECT current_setting('ddi.import_batch')::int, 'stores', id, '{"added": true}' FROM made
)
SELECT id, name FROM made ORDER BY id;
