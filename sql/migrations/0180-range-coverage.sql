-- The range of a forecast holds the share of days that the business asked for when it was made: 80, 90 or 95 of a hundred.
-- It stands in the forecast's explanation; one without was made when it was always 80.

-- How many standard deviations a normal range of so many percent reaches to either side, so that ranges of different
-- shares add up.
CREATE FUNCTION range_reach(coverage INTEGER) RETURNS DOUBLE PRECISION
  LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE coverage WHEN 95 THEN 1.959963984540054 WHEN 90 THEN 1.6448536269514722 ELSE 1.2815515655446004 END;

CREATE FUNCTION range_coverage(explanation JSONB) RETURNS INTEGER
  LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN coalesce((explanation ->> 'coverage')::integer, 80);

CREATE OR REPLACE VIEW forecast_outcomes WITH (security_invoker = true) AS
SELECT DISTINCT ON (o.store_id, o.forecast_date, o.product_id, o.horizon)
       o.id, o.store_id, o.forecast_date, o.product_id, o.horizon, o.predicted, o.lower, o.upper, o.actual, o.sold_out,
       o.in_force, o.coverage
FROM (
  SELECT f.id, f.store_id, f.forecast_date, f.product_id, f.horizon, f.predicted_demand AS predicted,
         f.lower_bound AS lower, f.upper_bound AS upper, f.actual_demand AS actual, f.actual_censored AS sold_out,
         f.status <> 'pending'
         OR NOT EXISTS (SELECT FROM forecasts d WHERE d.store_id = f.store_id AND d.forecast_date = f.forecast_date
                          AND d.product_id = f.product_id AND d.status <> 'pending') AS in_force,
         true AS stands, range_coverage(f.explanation) AS coverage
  FROM forecasts f
  WHERE f.actual_demand IS NOT NULL AND f.predicted_demand IS NOT NULL
  UNION ALL
  SELECT h.id, h.store_id, h.forecast_date, h.product_id, h.horizon, h.predicted_demand, h.lower_bound, h.upper_bound,
         s.quantity_sold, is_sell_out(d.state, p.quantity_produced, w.quantity_wasted, s.quantity_sold), false, false,
         range_coverage(h.explanation)
  FROM forecast_history h
  JOIN all_sales s ON s.store_id = h.store_id AND s.date = h.forecast_date AND s.product_id = h.product_id
  LEFT JOIN all_waste w ON w.store_id = h.store_id AND w.date = h.forecast_date AND w.product_id = h.product_id
  LEFT JOIN daily_production p
    ON p.store_id = h.store_id AND p.date = h.forecast_date AND p.product_id = h.product_id
  LEFT JOIN store_days d ON d.store_id = h.store_id AND d.date = h.forecast_date
  WHERE h.predicted_demand IS NOT NULL
) o
ORDER BY o.store_id, o.forecast_date, o.product_id, o.horizon, o.in_force DESC, o.stands DESC, o.id DESC;
