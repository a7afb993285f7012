-- Makes the products that nobody knows yet, and notes that this batch made them.
-- Columns: id, name.
WITH missing AS (
  SELECT DISTINCT ON (product_key(coalesce(i.means, i.written)))
         coalesce(i.means, i.written) AS name, i.category, i.sheet_order, i.ref
  FROM import_names i
  WHERE i.product_id IS NULL
    AND NOT EXISTS (SELECT FROM product_aliases a WHERE a.key = product_key(coalesce(i.means, i.written)))
  ORDER BY product_key(coalesce(i.means, i.written)), i.ref
), made AS (
  INSERT INTO products (name, category, sheet_order)
  SELECT name, category, sheet_order FROM missing ORDER BY ref
  RETURNING id, name
), noted AS (
  INSERT INTO import_changes (batch_id, table_name, row_id, before)
  SELECT current_setting('ddi.import_batch')::int, 'products', id, '{"added": true}' FROM made
)
SELECT id, name FROM made ORDER BY id;
