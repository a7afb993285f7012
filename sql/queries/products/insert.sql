-- Adds a product.
-- $1 text name, $2 text category (NULL), $3 int shelf life in days, $4 int place on the sheet (NULL)
-- → id, row_version
INSERT INTO products (name, category, shelf_life_days, sheet_order)
VALUES (btrim($1), nullif(btrim($2), ''), $3::smallint, $4::int)
RETURNING id, row_version
