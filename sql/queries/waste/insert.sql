-- Enters what was thrown away.
-- $1 int user, $2 int store, $3 date, $4 int product, $5 int pieces thrown away, $6 text reason, $7 numeric
-- cost (NULL: from the cost in force, where there is one), $8 jsonb values of the added columns (NULL: none)
-- → id, row_version
INSERT INTO daily_waste (user_id, store_id, date, product_id, product_name, quantity_wasted, reason, cost, custom)
SELECT $1::int, $2::int, $3::date, p.id, p.name, $5::int, $6::text,
       coalesce($7::numeric, $5::int * cost_on(p.id, $2::int, $3::date)), $8::jsonb
FROM products p WHERE p.id = $4::int
RETURNING id, row_version
