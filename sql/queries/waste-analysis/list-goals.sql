-- How far each shop is from its goal; without one of its own the business's holds.
-- $1 int[] stores (NULL: all), $2 date first day, $3 date last day
-- → store_id, store (name), made, wasted (pieces, of what was made), goal (share of made; the latest one that
--   was valid on the last day), cost (money, of what was thrown away of what was made; NULL: unknown), costed (the
--   pieces that it speaks of)
SELECT s.id AS store_id, s.name AS store, sum(m.quantity_produced) AS made,
       sum(least(coalesce(w.quantity_wasted, 0), m.quantity_produced)) AS wasted,
       coalesce((SELECT g.share FROM waste_goals g WHERE g.store_id = s.id AND g.valid_from <= $3::date
                 ORDER BY g.valid_from DESC LIMIT 1),
                (SELECT (value #>> '{}')::numeric FROM settings WHERE key = 'waste_goal')) AS goal,
       sum(price.cost * least(w.quantity_wasted, m.quantity_produced)) AS cost,
       coalesce(sum(least(w.quantity_wasted, m.quantity_produced)) FILTER (WHERE price.cost IS NOT NULL), 0) AS costed
FROM stores s
JOIN daily_production m ON m.store_id = s.id AND m.date BETWEEN $2::date AND $3::date
LEFT JOIN all_waste w ON w.store_id = m.store_id AND w.date = m.date AND w.product_id = m.product_id
  AND w.date BETWEEN $2::date AND $3::date
LEFT JOIN LATERAL (
  SELECT coalesce(w.cost / w.quantity_wasted, cost_on(w.product_id, w.store_id, w.date)) AS cost
  WHERE w.quantity_wasted > 0) price ON true
WHERE $1::int[] IS NULL OR s.id = ANY ($1::int[])
GROUP BY s.id
HAVING sum(m.quantity_produced) > 0
ORDER BY s.name
