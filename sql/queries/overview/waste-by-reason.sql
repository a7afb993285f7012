-- Why it was thrown away, day by day, for bars that stack.
-- $1 int[] stores (NULL: all), $2 date first, $3 date last
-- → date, reason ('' where nobody said), quantity (pieces), cost (money, NULL unknown)
WITH wasted AS (
  SELECT w.store_id, w.date, w.product_id, coalesce(btrim(w.reason), '') AS reason, w.quantity_wasted AS quantity,
         coalesce(w.cost, w.quantity_wasted * CASE WHEN own.product_id IS NULL THEN common.unit_cost
                                                   ELSE own.unit_cost END) AS cost
  FROM daily_waste w
  LEFT JOIN price_periods own ON own.product_id = w.product_id AND own.store_id = w.store_id
                             AND w.date >= own.valid_from AND w.date < own.valid_to
  LEFT JOIN price_periods common ON common.product_id = w.product_id AND common.store_id IS NULL
                                AND w.date >= common.valid_from AND w.date < common.valid_to
  WHERE w.date BETWEEN $2::date AND $3::date AND ($1::int[] IS NULL OR w.store_id = ANY ($1))
)
SELECT date, reason, sum(quantity) AS quantity, sum(cost) AS cost
FROM wasted
GROUP BY date, reason
HAVING sum(quantity) > 0
ORDER BY date, quantity DESC, reason
