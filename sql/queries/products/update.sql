-- Changes a product that nobody has changed meanwhile. A new name keeps the old one as an alias; rows
-- keep the name they were written with.
-- $1 int id, $2 int row_version, $3 text name, $4 text category (NULL), $5 int shelf life in days, $6 int place
-- on the sheet (NULL), $7 boolean still offered
-- → id, row_version
WITH changed AS (
  UPDATE products
  SET name = btrim($3), category = nullif(btrim($4), ''), shelf_life_days = $5::smallint,
      sheet_order = $6::int, active = $7::boolean
  WHERE id = $1::int AND row_version = $2::int
  RETURNING id, row_version
)
SELECT id, row_version FROM changed
UNION ALL
SELECT refuse_stale('products')::int, 0 WHERE NOT EXISTS (SELECT FROM changed)
