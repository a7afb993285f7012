-- What cost most of what a week threw away.
-- $1 text district (NULL: all), $2 date Sunday, $3 int most rows
-- → store, product, made, wasted (pieces; made NULL: not written), cost (money; NULL: not known)
SELECT s.name AS store, p.name AS product, sum(m.quantity_produced) AS made, sum(w.quantity_wasted) AS wasted,
       round(sum(coalesce(w.cost, w.quantity_wasted * cost_on(w.product_id, w.store_id, w.date))), 2) AS cost
FROM all_waste w
JOIN stores s ON s.id = w.store_id
JOIN districts d ON d.id = s.district_id
JOIN products p ON p.id = w.product_id
LEFT JOIN daily_production m ON m.store_id = w.store_id AND m.date = w.date AND m.product_id = w.product_id
WHERE w.date BETWEEN $2::date AND $2::date + 6 AND w.quantity_wasted > 0
  AND ($1::text IS NULL OR lower(btrim(d.name)) = lower(btrim($1::text)))
GROUP BY s.id, p.id
ORDER BY 5 DESC NULLS LAST, 4 DESC, s.name, p.name
LIMIT $3::int
