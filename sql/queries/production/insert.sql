-- Enters what was made or delivered.
-- $1 int user, $2 int store, $3 date, $4 int product, $5 int pieces made, $6 time sold out at (local, NULL)
-- → id, row_version
INSERT INTO daily_production (user_id, store_id, date, product_id, product_name, quantity_produced, sold_out_at)
SELECT $1::int, $2::int, $3::date, p.id, p.name, $5::int, $6::time
FROM products p WHERE p.id = $4::int
RETURNING id, row_version
