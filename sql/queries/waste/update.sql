-- Changes a figure that nobody has changed meanwhile.
-- $1 bigint id, $2 int row_version, $3 int store, $4 date, $5 int product, $6 int pieces thrown away,
-- $7 text reason, $8 numeric cost (NULL: unknown), $9 jsonb values of added columns (those it
-- does not name stay, a null takes one away; NULL: all stay)
-- → id, row_version
WITH changed AS (
  UPDATE daily_waste s
  SET store_id = $3::int, date = $4::date, product_id = p.id, product_name = p.name,
      quantity_wasted = $6::int, reason = $7::text, cost = $8::numeric,
      custom = CASE WHEN $9::jsonb IS NULL THEN s.custom ELSE coalesce(s.custom, '{}') || $9::jsonb END
  FROM products p
  WHERE s.id = $1::bigint AND s.row_version = $2::int AND p.id = $5::int
  RETURNING s.id, s.row_version
)
SELECT id, row_version FROM changed
UNION ALL
SELECT refuse_archived_row('daily_waste')::int, 0 WHERE NOT EXISTS (SELECT FROM changed) AND EXISTS (SELECT FROM daily_waste_archive WHERE id = $1::bigint)
UNION ALL
SELECT refuse_stale('daily_waste')::int, 0 WHERE NOT EXISTS (SELECT FROM changed)
