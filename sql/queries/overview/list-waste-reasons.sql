-- What was thrown away and why, by bucket of days. $1 store (0: all), $2 first day, $3 last day, $4 days a
-- bucket. Columns: bucket (from 0), category (NULL: none), reason (NULL: none given), wasted (pieces),
-- cost (money, NULL: unknown).
SELECT (w.date - $2::date) / $4::integer AS bucket, p.category, nullif(btrim(w.reason), '') AS reason,
       sum(w.quantity_wasted) AS wasted, sum(w.cost) AS cost
FROM daily_waste w JOIN products p ON p.id = w.product_id
WHERE w.date BETWEEN $2::date AND $3::date AND ($1::integer = 0 OR w.store_id = $1::integer)
GROUP BY 1, 2, 3
HAVING sum(w.quantity_wasted) > 0
