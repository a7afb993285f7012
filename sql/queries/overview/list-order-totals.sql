-- What the next order comes to, by category, the largest number of products first. $1 store (0: all),
-- $2 today. Columns: category (NULL: none), quantity (pieces).
SELECT p.category, sum(l.quantity) AS quantity
FROM order_lines l JOIN products p ON p.id = l.product_id
WHERE l.forecast_date = (SELECT min(forecast_date) FROM forecasts
                         WHERE forecast_date > $2::date AND ($1::integer = 0 OR store_id = $1::integer))
  AND ($1::integer = 0 OR l.store_id = $1::integer)
GROUP BY p.category
ORDER BY count(DISTINCT l.product_id) DESC, p.category
