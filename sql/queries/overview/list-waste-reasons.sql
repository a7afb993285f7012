-- What was thrown away and why, by bucket of days. $1 store (0: all), $2 first day, $3 last day, $4 days a
-- bucket. Columns: bucket (from 0), category (NULL: none), reason (NULL: none given), wasted (pieces),
-- cost (money, NULL: unknown).
WITH thrown AS (
  SELECT date, product_id, reason, wasted, cost, n_cost FROM waste_totals
  WHERE $1::integer = 0 AND date BETWEEN $2::date AND $3::date
  UNION ALL
  SELECT date, product_id, nullif(btrim(reason), ''), quantity_wasted, coalesce(cost, 0), (cost IS NOT NULL)::integer
  FROM all_waste
  WHERE store_id = ANY ((SELECT single_stores(nullif(ARRAY[$1::integer], '{0}')))::integer[])
    AND date BETWEEN $2::date AND $3::date
)
SELECT (w.date - $2::date) / $4::integer AS bucket, p.category, w.reason, sum(w.wasted) AS wasted,
       CASE WHEN sum(w.n_cost) > 0 THEN sum(w.cost) END AS cost
FROM thrown w JOIN products p ON p.id = w.product_id
GROUP BY 1, 2, 3
HAVING sum(w.wasted) > 0
