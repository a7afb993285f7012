-- Total waste by product, the costliest first; a product whose cost nobody knows comes after those that
-- cost something, by its pieces.
-- $1 date today, $2 int days back (90), $3 int[] stores (NULL: all)
-- → product_name, total_wasted (pieces), total_cost (money, NULL unknown)
WITH thrown AS (
  SELECT product_id, n, wasted, cost, n_cost FROM waste_totals
  WHERE $3::int[] IS NULL AND date BETWEEN $1::date - $2::int AND $1::date
  UNION ALL
  SELECT product_id, 1, quantity_wasted, coalesce(cost, 0), (cost IS NOT NULL)::int FROM all_waste
  WHERE store_id = ANY ((SELECT single_stores($3::int[]))::int[]) AND date BETWEEN $1::date - $2::int AND $1::date
)
SELECT p.name AS product_name, sum(w.wasted)::bigint AS total_wasted,
       CASE WHEN sum(w.n_cost) > 0 THEN sum(w.cost) END AS total_cost
FROM thrown w JOIN products p ON p.id = w.product_id
GROUP BY p.id
HAVING sum(w.n) > 0
ORDER BY total_cost DESC NULLS LAST, total_wasted DESC, p.name
