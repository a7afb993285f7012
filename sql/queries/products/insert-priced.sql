-- Adds a product with what it costs from a day on; also brings a deleted one back.
-- $1 text name, $2 text category (NULL), $3 int shelf life in days, $4 int place on the sheet (NULL), $5 numeric
-- cost, $6 numeric price, $7 numeric salvage value (each NULL: unknown), $8 int pack size, $9 date valid from, $10 int
-- fewest pieces on the shelf in the morning
-- → id, row_version
WITH added AS (
  INSERT INTO products (name, category, shelf_life_days, sheet_order, unit_cost, unit_price)
  VALUES (btrim($1), nullif(btrim($2), ''), $3::smallint, $4::int, $5::numeric, $6::numeric)
  RETURNING id, row_version
), priced AS (
  INSERT INTO product_prices (product_id, valid_from, unit_cost, unit_price, salvage_value, pack_size, min_display)
  SELECT id, $9::date, $5::numeric, $6::numeric, $7::numeric, $8::int, $10::int FROM added
)
-- Later statements of the unit find it there.
SELECT id, row_version FROM added WHERE set_config('ddi.product', id::text, true) IS NOT NULL
