-- What was sold, made and thrown away a week before an order is found by its whole key: an order board of 200 shops read
-- all days of each of its 9,200 lines. Under a policy a day that is computed is no key of an index, a column is; and the
-- planner, which takes a policy to let through few rows, leaves the day out of the key where it may.
CREATE OR REPLACE VIEW order_lines WITH (security_invoker = true) AS
SELECT f.id, f.store_id, f.forecast_date, f.product_id, f.row_version, f.status,
       f.predicted_demand, f.lower_bound, f.upper_bound, f.confidence,
       coalesce(f.order_quantity, f.predicted_demand, 0) AS order_quantity,
       CASE f.status WHEN 'approved' THEN coalesce(f.approved_quantity, f.order_quantity, f.predicted_demand, 0)
                     WHEN 'rejected' THEN 0
                     ELSE coalesce(f.order_quantity, f.predicted_demand, 0) END AS quantity,
       f.model, f.note, f.explanation, f.run_id, f.horizon,
       f.decided_by, f.decided_at, f.decision_reason,
       newer.id AS changed_id, newer.order_quantity AS changed_order, newer.row_version AS changed_row_version,
       made.quantity_produced AS made_last_week, waste.quantity_wasted AS left_last_week,
       sold.quantity_sold AS sold_last_week,
       made.sold_out_at IS NOT NULL
         OR is_sell_out(past.state, made.quantity_produced, waste.quantity_wasted, sold.quantity_sold)
         AS sold_out_last_week,
       coalesce(f.explanation -> 'flags' ? 'new', false) AS is_new,
       coalesce(f.explanation -> 'flags' ? 'fallback', false) AS is_fallback,
       coalesce(f.explanation -> 'flags' ? 'sell_outs', false) AS is_sold_out,
       change.is_big AS is_big_change,
       f.status = 'pending' AND (change.is_big OR coalesce(f.explanation -> 'flags' ?| '{new,fallback,sell_outs}', false))
         AS is_exception
FROM forecasts f
CROSS JOIN LATERAL (SELECT f.forecast_date - 7 AS date OFFSET 0) week
LEFT JOIN forecasts newer ON f.status <> 'pending' AND newer.status = 'pending' AND newer.store_id = f.store_id
  AND newer.forecast_date = f.forecast_date AND newer.product_id = f.product_id
LEFT JOIN LATERAL (SELECT x.quantity_produced, x.sold_out_at FROM daily_production x
                   WHERE x.store_id = f.store_id AND x.date = week.date AND x.product_id = f.product_id LIMIT 1) made ON true
LEFT JOIN LATERAL (SELECT x.quantity_sold FROM all_sales x
                   WHERE x.store_id = f.store_id AND x.date = week.date AND x.product_id = f.product_id LIMIT 1) sold ON true
LEFT JOIN store_days past ON past.store_id = f.store_id AND past.date = week.date
LEFT JOIN LATERAL (SELECT x.quantity_wasted FROM all_waste x
                   WHERE x.store_id = f.store_id AND x.date = week.date AND x.product_id = f.product_id LIMIT 1) waste ON true
-- More than a quarter away from a week before, and by more than one pack: the rounding alone is no news.
CROSS JOIN LATERAL (SELECT coalesce(f.order_quantity, f.predicted_demand, 0) AS proposed,
                           coalesce(made.quantity_produced, sold.quantity_sold) AS before,
                           coalesce((f.explanation ->> 'pack')::integer, 1) AS pack) x
CROSS JOIN LATERAL (SELECT coalesce(abs(x.proposed - x.before) > 0.25 * x.before
                                    AND abs(x.proposed - x.before) > x.pack, false) AS is_big) change
WHERE f.status <> 'pending'
   OR NOT EXISTS (SELECT 1 FROM forecasts d WHERE d.store_id = f.store_id AND d.forecast_date = f.forecast_date
                    AND d.product_id = f.product_id AND d.status <> 'pending');
