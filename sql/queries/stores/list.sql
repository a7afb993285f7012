-- The stores with their district and how a range of days went. Those that have closed for good come last.
-- Where no money was entered, prices are asked for once a shop, product and time between two changes of any price, not
-- once a row.
-- $1 date first, $2 date last, $3 date today, $4 text part of name, code, PC number or district (NULL: all)
-- → id, name, district, code, pc_number, address (each NULL: none), timezone (IANA), open_weekdays (mask, Monday
--   1), opened_on, closed_on, delivery_weekdays (mask), order_cutoff ('HH:MI'), lead_days, opens_at, closes_at ('HH:MI', both NULL: not known), row_version, last_day
--   (NULL: never counted), revenue (money; NULL: no price), waste_rate (pieces thrown away of those made, 0 … 1;
--   NULL: nothing made), goal_gap (by how much it is above the shop's goal of the last day), n_missing (open days without a whole count, up to yesterday), wape (pieces that the forecasts
--   in force missed of those sold, without days sold out; NULL: none has met its day), trend (int[] pieces sold over
--   the range, in at most 60 equal parts; NULL: nothing written)
WITH changes AS MATERIALIZED (
  SELECT array_agg(DISTINCT valid_from ORDER BY valid_from) AS days FROM product_prices
), days AS MATERIALIZED (
  SELECT store_id, date, sum(sold) AS sold, sum(revenue) AS revenue, sum(bare) AS bare
  FROM store_sales_totals
  WHERE date BETWEEN $1::date AND $2::date
  GROUP BY store_id, date
  HAVING sum(n) > 0
), bare AS MATERIALIZED (
  SELECT array_agg(DISTINCT store_id) AS stores, min(date) AS first_day, max(date) AS last_day FROM days WHERE bare > 0
), sold AS (
  -- only where something has no money written to it
  SELECT x.store_id, x.product_id, sum(x.quantity_sold) AS pieces, min(x.date) AS day
  FROM all_sales x CROSS JOIN changes c
  WHERE (SELECT stores IS NOT NULL FROM bare) AND x.store_id = ANY ((SELECT stores FROM bare)::integer[])
    AND x.date BETWEEN $1::date AND $2::date
    AND x.date BETWEEN (SELECT first_day FROM bare) AND (SELECT last_day FROM bare)
    AND x.revenue IS NULL AND x.quantity_sold > 0
  GROUP BY x.store_id, x.product_id, width_bucket(x.date, c.days)
), sales AS (
  SELECT y.store_id, nullif(sum(y.money), 0) AS revenue
  FROM (
    SELECT store_id, revenue AS money FROM days
    UNION ALL
    SELECT x.store_id, x.pieces * price_on(x.product_id, x.store_id, x.day) FROM sold x) y
  GROUP BY y.store_id
), production AS (
  SELECT store_id, sum(made) AS made, sum("left") AS "left"
  FROM store_production_totals
  WHERE date BETWEEN $1::date AND $2::date
  GROUP BY store_id
  HAVING sum(n) > 0
), parts AS (
  SELECT least($2::date - $1::date + 1, 60) AS n
), part_sums AS MATERIALIZED (
  SELECT x.store_id, (x.date - $1::date) * p.n / ($2::date - $1::date + 1) AS part, sum(x.sold)::bigint AS sold
  FROM days x CROSS JOIN parts p
  GROUP BY 1, 2
), trends AS (
  SELECT k.store_id, array_agg(y.sold ORDER BY i.part) AS trend
  FROM (SELECT DISTINCT store_id FROM part_sums) k
  CROSS JOIN parts p CROSS JOIN LATERAL generate_series(0, p.n - 1) i (part)
  LEFT JOIN part_sums y ON y.store_id = k.store_id AND y.part = i.part
  GROUP BY k.store_id
), misses AS (
  SELECT f.store_id, sum(f.absolute_error)::float8 / nullif(sum(f.actual), 0) AS wape
  FROM store_forecast_sums f
  WHERE f.date BETWEEN $1::date AND $2::date
  GROUP BY f.store_id
)
SELECT s.id, s.name, d.name AS district, s.code, s.pc_number, s.address, s.timezone, s.open_weekdays, s.opened_on,
       s.closed_on, s.delivery_weekdays, to_char(s.order_cutoff, 'HH24:MI') AS order_cutoff, s.lead_days,
       to_char(s.opens_at, 'HH24:MI') AS opens_at, to_char(s.closes_at, 'HH24:MI') AS closes_at,
       s.row_version, k.last_day, x.revenue, m."left"::float8 / nullif(m.made, 0) AS waste_rate,
       m."left"::float8 / nullif(m.made, 0)
         - coalesce((SELECT y.share FROM waste_goals y WHERE y.store_id = s.id AND y.valid_from <= $2::date
                     ORDER BY y.valid_from DESC LIMIT 1),
                    (SELECT (value #>> '{}')::numeric FROM settings WHERE key = 'waste_goal'))::float8 AS goal_gap,
       coalesce(g.n, 0) AS n_missing, e.wape, t.trend
FROM stores s
JOIN districts d ON d.id = s.district_id
LEFT JOIN store_last_days k ON k.store_id = s.id
LEFT JOIN sales x ON x.store_id = s.id
LEFT JOIN production m ON m.store_id = s.id
LEFT JOIN misses e ON e.store_id = s.id
LEFT JOIN trends t ON t.store_id = s.id
LEFT JOIN LATERAL (
  SELECT count(*) AS n
  FROM (SELECT u::date AS day FROM generate_series(greatest($1::date, s.opened_on,
                                least((SELECT min(y.date) FROM store_days y WHERE y.store_id = s.id),
                                      (SELECT min(y.date) FROM all_sales y WHERE y.store_id = s.id))),
                       least($2::date, $3::date - 1, s.closed_on), '1 day') u) v
  LEFT JOIN store_days z ON z.store_id = s.id AND z.date = v.day
  WHERE s.open_weekdays & (1 << (extract(isodow FROM v.day)::integer - 1)) <> 0
    AND (z.state IS NULL OR z.state IN ('not_started', 'partial'))
    AND NOT (z.state IS NULL AND EXISTS (SELECT FROM days y WHERE y.store_id = s.id AND y.date = v.day))
) g ON true
WHERE $4::text IS NULL
   OR strpos(lower(concat_ws(' ', s.name, s.code, s.pc_number, d.name)), lower(btrim($4::text))) > 0
ORDER BY s.closed_on IS NOT NULL, s.name, s.id
