-- What was thrown away of each product, the most first. $1 store (0: all), $2 first day, $3 last day.
-- Columns: product_id, product, category (NULL: none), wasted (pieces), cost (money, NULL: unknown), made
-- (pieces, NULL: unknown).
WITH waste AS (
  SELECT product_id, sum(quantity_wasted) AS wasted, sum(cost) AS cost FROM daily_waste
  WHERE date BETWEEN $2::date AND $3::date AND ($1::integer = 0 OR store_id = $1::integer)
  GROUP BY product_id
), production AS (
  SELECT product_id, sum(quantity_produced) AS made FROM daily_production
  WHERE date BETWEEN $2::date AND $3::date AND ($1::integer = 0 OR store_id = $1::integer)
  GROUP BY product_id
)
SELECT p.id AS product_id, p.name AS product, p.category, w.wasted, w.cost, m.made
FROM waste w JOIN products p ON p.id = w.product_id LEFT JOIN production m ON m.product_id = w.product_id
WHERE w.wasted > 0
ORDER BY w.wasted DESC, p.name
