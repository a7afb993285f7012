-- The history of every series, one row a (store, product), as four arrays of equal length, in no
-- order of days.
-- $1 how many days back from the newest known day of all stores.
-- Columns: store_id, product_id, days (since 1970-01-01), quantities (pieces sold), flags (1 sold out,
-- 2 closed, 4 not to be trusted, 8 not offered), ended (minutes after midnight at which the shelf was empty or the
-- shop closed early, -1 where nobody knows, or the shop's hours are not known).
-- Only a complete day speaks of sell-outs. A sheet's derived sales of a half-filled day count only
-- where something was left and written down. More thrown away than made is carried over or
-- miscounted: no evidence. A day that ended early counts where it is known when, of opening hours that are known. Nothing made and nothing thrown away: not on the shelf.
WITH newest AS MATERIALIZED (
  SELECT max(last_day) AS day FROM store_last_days
)
SELECT s.store_id, s.product_id, array_agg(s.date - '1970-01-01'::date) AS days,
       array_agg(s.quantity_sold) AS quantities,
       array_agg(CASE
         WHEN d.state = 'closed' THEN 2
         WHEN d.state IN ('not_counted', 'not_started') THEN 4
         WHEN d.state = 'closed_early' AND (d.closed_at IS NULL OR h.opens_at IS NULL) THEN 4
         WHEN d.state = 'partial' AND s.source = 'derived' AND coalesce(w.quantity_wasted, 0) = 0 THEN 4
         WHEN w.quantity_wasted > p.quantity_produced THEN 4
         WHEN p.quantity_produced = 0 AND coalesce(w.quantity_wasted, 0) = 0 AND s.quantity_sold = 0 THEN 8
         WHEN p.sold_out_at IS NOT NULL
           OR is_sell_out(d.state, p.quantity_produced, w.quantity_wasted, s.quantity_sold) THEN 1
         ELSE 0 END) AS flags,
       array_agg(CASE WHEN h.opens_at IS NULL THEN -1
         ELSE coalesce((extract(epoch FROM least(p.sold_out_at, CASE WHEN d.state = 'closed_early' THEN d.closed_at END)) / 60)::integer,
                       -1) END) AS ended
FROM all_sales s
JOIN stores h ON h.id = s.store_id
LEFT JOIN store_days d ON d.store_id = s.store_id AND d.date = s.date
LEFT JOIN daily_production p ON p.store_id = s.store_id AND p.date = s.date AND p.product_id = s.product_id
LEFT JOIN all_waste w ON w.store_id = s.store_id AND w.date = s.date AND w.product_id = s.product_id
  AND w.date > (SELECT day FROM newest) - $1::integer
WHERE s.date > (SELECT day FROM newest) - $1::integer
GROUP BY s.store_id, s.product_id
ORDER BY s.store_id, s.product_id
