-- What the order of a day is made of, and what asks for a look before it is approved. One place, so
-- that the board, a shop's order, "approve all without exceptions" and the overview agree.

-- The last day a store is known for: counted, or closed; where no state was kept, the last day with
-- sales.
CREATE VIEW store_last_days WITH (security_invoker = true) AS
SELECT s.id AS store_id, greatest(known.date, sold.date) AS last_day
FROM stores s
LEFT JOIN LATERAL (
  SELECT d.date FROM store_days d
  WHERE d.store_id = s.id AND d.state IN ('complete', 'closed', 'closed_early')
  ORDER BY d.date DESC LIMIT 1) known ON true
LEFT JOIN LATERAL (
  SELECT x.date FROM daily_sales x
  WHERE x.store_id = s.id AND x.date > coalesce(known.date, '-infinity'::date)
    AND NOT EXISTS (SELECT 1 FROM store_days d WHERE d.store_id = x.store_id AND d.date = x.date)
  ORDER BY x.date DESC LIMIT 1) sold ON true;

-- One row a store, day and product: the decided forecast where there is one, else the pending one; a
-- pending row beside a decided one is its newer proposal.
CREATE VIEW order_lines WITH (security_invoker = true) AS
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
LEFT JOIN forecasts newer ON f.status <> 'pending' AND newer.status = 'pending' AND newer.store_id = f.store_id
  AND newer.forecast_date = f.forecast_date AND newer.product_id = f.product_id
LEFT JOIN daily_production made ON made.store_id = f.store_id AND made.date = f.forecast_date - 7
  AND made.product_id = f.product_id
LEFT JOIN daily_sales sold ON sold.store_id = f.store_id AND sold.date = f.forecast_date - 7
  AND sold.product_id = f.product_id
LEFT JOIN store_days past ON past.store_id = f.store_id AND past.date = f.forecast_date - 7
LEFT JOIN daily_waste waste ON waste.store_id = f.store_id AND waste.date = f.forecast_date - 7
  AND waste.product_id = f.product_id
-- More than a quarter away from a week before, and by more than one pack: the rounding alone is no news.
CROSS JOIN LATERAL (SELECT coalesce(f.order_quantity, f.predicted_demand, 0) AS proposed,
                           coalesce(made.quantity_produced, sold.quantity_sold) AS before,
                           coalesce((f.explanation ->> 'pack')::integer, 1) AS pack) x
CROSS JOIN LATERAL (SELECT coalesce(abs(x.proposed - x.before) > 0.25 * x.before
                                    AND abs(x.proposed - x.before) > x.pack, false) AS is_big) change
WHERE f.status <> 'pending'
   OR NOT EXISTS (SELECT 1 FROM forecasts d WHERE d.store_id = f.store_id AND d.forecast_date = f.forecast_date
                    AND d.product_id = f.product_id AND d.status <> 'pending');

GRANT SELECT ON store_last_days, order_lines TO ddi_app;
