-- What needs somebody, the most urgent first.
-- $1 int[] stores (NULL: all), $2 date today
-- → kind ('order_pending': tomorrow's order of n shops of total waits for a decision until time; 'no_forecast':
--   n shops of total have no forecast for tomorrow; 'missing_days': a shop has not reported n of the last
--   7 days, date the first; 'sold_out': a product sold out n times in the last 7 days in total shops; 'unpriced':
--   n products have no cost or price), store_id, store_name, product_id, product_name, n, total, date, time ('HH:MI')
WITH shop AS (
  SELECT s.* FROM stores s WHERE $1::int[] IS NULL OR s.id = ANY ($1)
), open_tomorrow AS (
  SELECT s.id, s.order_cutoff,
         EXISTS (SELECT FROM forecasts f WHERE f.store_id = s.id AND f.forecast_date = $2::date + 1) AS has_forecast,
         EXISTS (SELECT FROM forecasts f
                 WHERE f.store_id = s.id AND f.forecast_date = $2::date + 1 AND f.status = 'pending'
                   AND NOT EXISTS (SELECT FROM forecasts d
                                   WHERE d.store_id = f.store_id AND d.forecast_date = f.forecast_date
                                     AND d.product_id = f.product_id AND d.status <> 'pending')) AS pending
  FROM shop s WHERE is_store_open(s.id, $2::date + 1)
), missing AS (
  SELECT s.id, s.name, count(*) AS n, min(day::date) AS first
  FROM shop s CROSS JOIN generate_series($2::date - 7, $2::date - 1, interval '1 day') AS day
  WHERE is_store_open(s.id, day::date)
    AND EXISTS (SELECT FROM store_days d WHERE d.store_id = s.id AND d.date < $2::date
                UNION ALL SELECT FROM daily_sales x WHERE x.store_id = s.id AND x.date < $2::date)
    AND NOT EXISTS (SELECT FROM store_days d
                    WHERE d.store_id = s.id AND d.date = day::date AND d.state NOT IN ('not_started', 'partial'))
    AND NOT EXISTS (SELECT FROM daily_sales x
                    WHERE x.store_id = s.id AND x.date = day::date
                      AND NOT EXISTS (SELECT FROM store_days d WHERE d.store_id = s.id AND d.date = day::date))
  GROUP BY s.id, s.name
), cell AS (
  SELECT w.store_id, w.date, w.product_id, sum(w.made) AS made, sum(w.wasted) AS wasted, sum(w.sold) AS sold
  FROM (
    SELECT store_id, date, product_id, quantity_produced AS made, NULL::int AS wasted, NULL::int AS sold
    FROM daily_production WHERE date BETWEEN $2::date - 7 AND $2::date - 1
    UNION ALL
    SELECT store_id, date, product_id, NULL, quantity_wasted, NULL
    FROM daily_waste WHERE date BETWEEN $2::date - 7 AND $2::date - 1
    UNION ALL
    SELECT store_id, date, product_id, NULL, NULL, quantity_sold
    FROM daily_sales WHERE date BETWEEN $2::date - 7 AND $2::date - 1
  ) w
  WHERE $1::int[] IS NULL OR w.store_id = ANY ($1)
  GROUP BY w.store_id, w.date, w.product_id
), sell_out AS (
  SELECT c.product_id, count(*) AS n, count(DISTINCT c.store_id) AS shops
  FROM cell c JOIN store_days d ON d.store_id = c.store_id AND d.date = c.date
  WHERE is_sell_out(d.state, c.made::int, c.wasted::int, c.sold::int)
  GROUP BY c.product_id
  HAVING count(*) > 1
)
SELECT kind, store_id, store_name, product_id, product_name, n, total, date, time
FROM (
  SELECT 1 AS rank, 'order_pending' AS kind, NULL::int AS store_id, NULL AS store_name, NULL::int AS product_id,
         NULL AS product_name, count(*) FILTER (WHERE pending) AS n, count(*) AS total, $2::date + 1 AS date,
         to_char(min(order_cutoff) FILTER (WHERE pending), 'HH24:MI') AS time
  FROM open_tomorrow HAVING bool_or(pending)
  UNION ALL
  SELECT 2, 'no_forecast', NULL, NULL, NULL, NULL, count(*) FILTER (WHERE NOT has_forecast), count(*), $2::date + 1, NULL
  FROM open_tomorrow
  HAVING bool_or(NOT has_forecast) AND EXISTS (SELECT FROM daily_sales)
  UNION ALL
  SELECT 3, 'missing_days', id, name, NULL, NULL, n, 7, first, NULL FROM missing
  UNION ALL
  (SELECT 4, 'sold_out', NULL, NULL, p.id, p.name, o.n, o.shops, NULL, NULL
   FROM sell_out o JOIN products p ON p.id = o.product_id
   ORDER BY o.n DESC, p.name LIMIT 5)
  UNION ALL
  SELECT 5, 'unpriced', NULL, NULL, NULL, NULL, count(*), (SELECT count(*) FROM products WHERE active), NULL, NULL
  FROM products p
  WHERE p.active AND (price_on(p.id, NULL, $2::date) IS NULL OR cost_on(p.id, NULL, $2::date) IS NULL)
  HAVING count(*) > 0
) every_kind
ORDER BY rank, n DESC, store_name, product_name
