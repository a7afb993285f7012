-- Products that were gone too often in the last seven days: three times or more, and on at least one of
-- six days that were counted. $1 store (0: all), $2 today.
-- Columns: product_id, product, n (sold-out days of all shops), n_shops (with one), n_days (counted).
WITH made AS MATERIALIZED (
  SELECT store_id, date, product_id, quantity_produced, sold_out_at FROM daily_production
  WHERE date BETWEEN $2::date - 7 AND $2::date AND quantity_produced > 0 AND ($1::integer = 0 OR store_id = $1::integer)
), days AS MATERIALIZED (
  SELECT store_id, date, state FROM store_days
  WHERE date BETWEEN $2::date - 7 AND $2::date AND state = 'complete' AND ($1::integer = 0 OR store_id = $1::integer)
), wasted AS MATERIALIZED (
  SELECT store_id, date, product_id, quantity_wasted FROM daily_waste
  WHERE date BETWEEN $2::date - 7 AND $2::date AND ($1::integer = 0 OR store_id = $1::integer)
), sold AS MATERIALIZED (
  SELECT store_id, date, product_id, quantity_sold FROM daily_sales
  WHERE date BETWEEN $2::date - 7 AND $2::date AND ($1::integer = 0 OR store_id = $1::integer)
), counted AS MATERIALIZED (
  -- Each table for itself, then all together: the policies have the planner expect a few rows, and look up the others'
  -- one by one.
  SELECT p.store_id, p.product_id,
         p.sold_out_at IS NOT NULL
         OR is_sell_out(d.state, p.quantity_produced, w.quantity_wasted, s.quantity_sold) AS gone
  FROM made p
  JOIN days d USING (store_id, date)
  LEFT JOIN wasted w USING (store_id, date, product_id)
  LEFT JOIN sold s USING (store_id, date, product_id)
), products_gone AS (
  SELECT product_id, count(*) FILTER (WHERE gone) AS n, count(DISTINCT store_id) FILTER (WHERE gone) AS n_shops,
         count(*) AS n_days
  FROM counted
  GROUP BY product_id
  HAVING count(*) FILTER (WHERE gone) >= greatest(3, count(*) / 6.0)
)
SELECT g.product_id, p.name AS product, g.n, g.n_shops, g.n_days
FROM products_gone g JOIN products p ON p.id = g.product_id
ORDER BY g.n DESC, p.name
LIMIT 2
