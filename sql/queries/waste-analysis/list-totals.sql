-- What was thrown away by product, reason, shop and weekday.
-- $1 int[] stores (NULL: all), $2 date first day, $3 date last day
-- → dimension ('product', 'reason', 'shop', 'weekday'), label (ISO number for a weekday; NULL: no reason given),
--   wasted (pieces), cost (money, NULL: unknown)
WITH thrown AS (
  SELECT w.product_id, nullif(btrim(w.reason), '') AS reason, w.store_id, extract(isodow FROM w.date)::int AS weekday,
         w.quantity_wasted AS wasted,
         coalesce(w.cost, w.quantity_wasted * cost_on(w.product_id, w.store_id, w.date)) AS cost
  FROM all_waste w
  WHERE ($1::int[] IS NULL OR w.store_id = ANY ($1::int[])) AND w.date BETWEEN $2::date AND $3::date
    AND w.quantity_wasted > 0
), totals AS (
  SELECT product_id, reason, store_id, weekday, grouping(product_id) = 0 AS by_product, grouping(reason) = 0 AS by_reason,
         grouping(store_id) = 0 AS by_shop, sum(wasted) AS wasted, sum(cost) AS cost
  FROM thrown
  GROUP BY GROUPING SETS ((product_id), (reason), (store_id), (weekday))
)
SELECT CASE WHEN t.by_product THEN 'product' WHEN t.by_reason THEN 'reason' WHEN t.by_shop THEN 'shop' ELSE 'weekday' END
         AS dimension,
       CASE WHEN t.by_product THEN p.name WHEN t.by_reason THEN t.reason WHEN t.by_shop THEN s.name
            ELSE t.weekday::text END AS label, t.wasted, t.cost
FROM totals t
LEFT JOIN products p ON p.id = t.product_id
LEFT JOIN stores s ON s.id = t.store_id
ORDER BY t.wasted DESC, 2
