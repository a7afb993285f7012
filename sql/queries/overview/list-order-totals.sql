-- What the next order comes to, by category, the largest number of products first. $1 store (0: all),
-- $2 today. Columns: category (NULL: none), quantity (pieces).
SELECT p.category, sum(l.quantity) AS quantity
FROM (SELECT min(forecast_date) AS day FROM forecasts
      WHERE forecast_date > $2::date AND ($1::integer = 0 OR store_id = $1::integer)) next
CROSS JOIN LATERAL auth.list_order_lines(next.day, $1::integer) l
JOIN products p ON p.id = l.product_id
GROUP BY p.category
ORDER BY count(DISTINCT l.product_id) DESC, p.category
