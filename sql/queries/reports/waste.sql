-- Total waste by product, the costliest first; a product whose cost nobody knows comes after those that
-- cost something, by its pieces.
-- $1 date today, $2 int days back (90), $3 int[] stores (NULL: all)
-- → product_name, total_wasted (pieces), total_cost (money, NULL unknown)
SELECT p.name AS product_name, sum(w.quantity_wasted) AS total_wasted,
       sum(coalesce(w.cost, w.quantity_wasted * cost_on(w.product_id, w.store_id, w.date))) AS total_cost
FROM daily_waste w JOIN products p ON p.id = w.product_id
WHERE w.date >= $1::date - $2::int AND w.date <= $1::date AND ($3::int[] IS NULL OR w.store_id = ANY ($3))
GROUP BY p.id
ORDER BY total_cost DESC NULLS LAST, total_wasted DESC, p.name
