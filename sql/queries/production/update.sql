-- Changes a figure that nobody has changed meanwhile.
-- $1 bigint id, $2 int row_version, $3 int store, $4 date, $5 int product, $6 int pieces made, $7 time sold
-- out at (local, NULL)
-- → id, row_version
WITH changed AS (
  UPDATE daily_production s
  SET store_id = $3::int, date = $4::date, product_id = p.id, product_name = p.name,
      quantity_produced = $6::int, sold_out_at = $7::time
  FROM products p
  WHERE s.id = $1::bigint AND s.row_version = $2::int AND p.id = $5::int
  RETURNING s.id, s.row_version
)
SELECT id, row_version FROM changed
UNION ALL
SELECT refuse_stale('daily_production')::int, 0 WHERE NOT EXISTS (SELECT FROM changed)
