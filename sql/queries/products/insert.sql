-- Adds a product.
-- $1 text name, $2 text category (NULL), $3 int shelf life in days, $4 int place on the sheet (NULL)
-- → id, row_version
WITH added AS (
  INSERT INTO products (name, category, shelf_life_days, sheet_order)
  VALUES (btrim($1), nullif(btrim($2), ''), $3::smallint, $4::int)
  RETURNING id, row_version
)
-- Later statements of the unit find it there.
SELECT id, row_version FROM added WHERE set_config('ddi.product', id::text, true) IS NOT NULL
