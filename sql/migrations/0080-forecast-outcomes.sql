-- How good the forecasts were is counted from those that have met their day: one a shop, day, product and
-- horizon, so that a forecast made again every night counts as often as it was made for another time ahead,
-- and no more.

-- A range of days in what was replaced, for all shops.
CREATE INDEX forecast_history_date ON forecast_history(forecast_date);

-- in_force: the one that the day was worked with, the decided one or else the newest. A forecast that was
-- replaced has not heard what was sold, so this looks it up. sold_out: more may have been wanted than actual.
CREATE VIEW forecast_outcomes WITH (security_invoker = true) AS
SELECT DISTINCT ON (o.store_id, o.forecast_date, o.product_id, o.horizon)
       o.id, o.store_id, o.forecast_date, o.product_id, o.horizon, o.predicted, o.lower, o.upper, o.actual, o.sold_out,
       o.in_force
FROM (
  SELECT f.id, f.store_id, f.forecast_date, f.product_id, f.horizon, f.predicted_demand AS predicted,
         f.lower_bound AS lower, f.upper_bound AS upper, f.actual_demand AS actual, f.actual_censored AS sold_out,
         f.status <> 'pending'
         OR NOT EXISTS (SELECT FROM forecasts d WHERE d.store_id = f.store_id AND d.forecast_date = f.forecast_date
                          AND d.product_id = f.product_id AND d.status <> 'pending') AS in_force,
         true AS stands
  FROM forecasts f
  WHERE f.actual_demand IS NOT NULL AND f.predicted_demand IS NOT NULL
  UNION ALL
  SELECT h.id, h.store_id, h.forecast_date, h.product_id, h.horizon, h.predicted_demand, h.lower_bound, h.upper_bound,
         s.quantity_sold, is_sell_out(d.state, p.quantity_produced, w.quantity_wasted, s.quantity_sold), false, false
  FROM forecast_history h
  JOIN daily_sales s ON s.store_id = h.store_id AND s.date = h.forecast_date AND s.product_id = h.product_id
  LEFT JOIN daily_waste w ON w.store_id = h.store_id AND w.date = h.forecast_date AND w.product_id = h.product_id
  LEFT JOIN daily_production p
    ON p.store_id = h.store_id AND p.date = h.forecast_date AND p.product_id = h.product_id
  LEFT JOIN store_days d ON d.store_id = h.store_id AND d.date = h.forecast_date
  WHERE h.predicted_demand IS NOT NULL
) o
ORDER BY o.store_id, o.forecast_date, o.product_id, o.horizon, o.in_force DESC, o.stands DESC, o.id DESC;
GRANT SELECT ON forecast_outcomes TO ddi_app;
