-- The history of every series, one row a (store, product), as three arrays in day order.
-- $1 first day, $2 last day: what lies outside is left out.
-- Columns: store_id, product_id, days (count from $1), quantities (pieces sold), flags (1 sold out,
-- 2 closed, 4 not to be trusted, 8 not offered).
-- Only a complete day speaks of sell-outs. A sheet's derived sales of a half-filled day count only
-- where something was left and written down. More thrown away than made is carried over or
-- miscounted: no evidence. Nothing made and nothing thrown away: not on the shelf.
SELECT s.store_id, s.product_id, array_agg(s.date - $1::date ORDER BY s.date) AS days,
       array_agg(s.quantity_sold ORDER BY s.date) AS quantities,
       array_agg(CASE
         WHEN d.state = 'closed' THEN 2
         WHEN d.state IN ('not_counted', 'not_started', 'closed_early') THEN 4
         WHEN d.state = 'partial' AND s.source = 'derived' AND coalesce(w.wasted, 0) = 0 THEN 4
         WHEN w.wasted > p.quantity_produced THEN 4
         WHEN p.quantity_produced = 0 AND coalesce(w.wasted, 0) = 0 AND s.quantity_sold = 0 THEN 8
         WHEN p.sold_out_at IS NOT NULL THEN 1
         WHEN d.state = 'complete' AND p.quantity_produced > 0 AND coalesce(w.wasted, 0) = 0 THEN 1
         ELSE 0 END ORDER BY s.date) AS flags
FROM daily_sales s
LEFT JOIN store_days d ON d.store_id = s.store_id AND d.date = s.date
LEFT JOIN daily_production p ON p.store_id = s.store_id AND p.date = s.date AND p.product_id = s.product_id
LEFT JOIN (SELECT store_id, date, product_id, sum(quantity_wasted) AS wasted FROM daily_waste
           WHERE date BETWEEN $1::date AND $2::date GROUP BY store_id, date, product_id) w
  ON w.store_id = s.store_id AND w.date = s.date AND w.product_id = s.product_id
WHERE s.date BETWEEN $1::date AND $2::date
GROUP BY s.store_id, s.product_id
ORDER BY s.store_id, s.product_id
