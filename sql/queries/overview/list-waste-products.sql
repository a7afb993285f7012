-- What was thrown away of each product, the most first. $1 store (0: all), $2 first day, $3 last day.
-- Columns: product_id, product, category (NULL: none), wasted (pieces), cost (money, NULL: unknown), made
-- (pieces, NULL: unknown).
WITH stores AS MATERIALIZED (
  SELECT single_stores(nullif(ARRAY[$1::integer], '{0}')) AS single
), thrown AS (
  SELECT product_id, wasted, cost, n_cost FROM waste_totals
  WHERE $1::integer = 0 AND date BETWEEN $2::date AND $3::date
  UNION ALL
  SELECT product_id, quantity_wasted, coalesce(cost, 0), (cost IS NOT NULL)::integer FROM all_waste
  WHERE store_id = ANY ((SELECT single FROM stores)::integer[]) AND date BETWEEN $2::date AND $3::date
), waste AS (
  SELECT product_id, sum(wasted) AS wasted, CASE WHEN sum(n_cost) > 0 THEN sum(cost) END AS cost
  FROM thrown GROUP BY product_id
), produced AS (
  SELECT product_id, made, n FROM production_totals
  WHERE $1::integer = 0 AND date BETWEEN $2::date AND $3::date
  UNION ALL
  SELECT product_id, quantity_produced, 1 FROM daily_production
  WHERE store_id = ANY ((SELECT single FROM stores)::integer[]) AND date BETWEEN $2::date AND $3::date
), production AS (
  SELECT product_id, sum(made) AS made FROM produced GROUP BY product_id HAVING sum(n) > 0
)
SELECT p.id AS product_id, p.name AS product, p.category, w.wasted, w.cost, m.made
FROM waste w JOIN products p ON p.id = w.product_id LEFT JOIN production m ON m.product_id = w.product_id
WHERE w.wasted > 0
ORDER BY w.wasted DESC, p.name
