-- Changes a figure that nobody has changed meanwhile; what a person enters is the till's.
-- $1 bigint id, $2 int row_version, $3 int store, $4 date, $5 int product, $6 int pieces sold, $7 numeric
-- revenue (NULL: unknown), $8 text notes, $9 jsonb values of added columns
-- (those it does not name stay, a null takes one away; NULL: all stay)
-- → id, row_version
WITH changed AS (
  UPDATE daily_sales s
  SET store_id = $3::int, date = $4::date, product_id = p.id, product_name = p.name,
      quantity_sold = $6::int, revenue = $7::numeric, notes = $8::text, source = 'till',
      custom = CASE WHEN $9::jsonb IS NULL THEN s.custom ELSE coalesce(s.custom, '{}') || $9::jsonb END
  FROM products p
  WHERE s.id = $1::bigint AND s.row_version = $2::int AND p.id = $5::int
  RETURNING s.id, s.row_version
)
SELECT id, row_version FROM changed
UNION ALL
SELECT refuse_archived_row('daily_sales')::int, 0 WHERE NOT EXISTS (SELECT FROM changed) AND EXISTS (SELECT FROM daily_sales_archive WHERE id = $1::bigint)
UNION ALL
SELECT refuse_stale('daily_sales')::int, 0 WHERE NOT EXISTS (SELECT FROM changed)
