-- Products that were gone too often in the last seven days: three times or more, and on at least one of
-- six days that were counted. $1 store (0: all), $2 today.
-- Columns: product_id, product, n (sold-out days of all shops), n_shops (with one), n_days (counted).
SELECT p.product_id, max(i.name) AS product, count(*) FILTER (WHERE x.gone) AS n,
       count(DISTINCT p.store_id) FILTER (WHERE x.gone) AS n_shops, count(*) AS n_days
FROM daily_production p JOIN products i ON i.id = p.product_id
JOIN store_days d ON d.store_id = p.store_id AND d.date = p.date AND d.state = 'complete'
  AND d.date BETWEEN $2::date - 7 AND $2::date
LEFT JOIN daily_waste w ON w.store_id = p.store_id AND w.date = p.date AND w.product_id = p.product_id
  AND w.date BETWEEN $2::date - 7 AND $2::date
LEFT JOIN daily_sales s ON s.store_id = p.store_id AND s.date = p.date AND s.product_id = p.product_id
  AND s.date BETWEEN $2::date - 7 AND $2::date
CROSS JOIN LATERAL (
  SELECT p.sold_out_at IS NOT NULL
         OR is_sell_out(d.state, p.quantity_produced, w.quantity_wasted, s.quantity_sold) AS gone) x
WHERE p.date BETWEEN $2::date - 7 AND $2::date AND p.quantity_produced > 0
  AND ($1::integer = 0 OR p.store_id = $1::integer)
GROUP BY p.product_id
HAVING count(*) FILTER (WHERE x.gone) >= greatest(3, count(*) / 6.0)
ORDER BY n DESC, product
LIMIT 2
