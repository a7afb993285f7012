-- Predictions against what was sold. The error of a prediction of nothing has no percentage: NULL.
-- $1 date today, $2 int most rows (20), $3 int[] stores (NULL: all),
-- $4 int days back (NULL: any)
-- → forecast_date, store_name, product_name, predicted_demand, actual_demand (pieces), error_pct (%, 2 decimals),
--   censored (it sold out: the actual figure is a lower bound)
SELECT f.forecast_date, s.name AS store_name, p.name AS product_name, f.predicted_demand, f.actual_demand,
       round(abs(f.predicted_demand - f.actual_demand)::numeric / nullif(f.predicted_demand, 0) * 100, 2) AS error_pct,
       f.actual_censored AS censored
FROM forecasts f
JOIN stores s ON s.id = f.store_id
JOIN products p ON p.id = f.product_id
WHERE f.actual_demand IS NOT NULL AND f.forecast_date <= $1::date AND ($3::int[] IS NULL OR f.store_id = ANY ($3))
  AND ($4::int IS NULL OR f.forecast_date >= $1::date - $4::int)
ORDER BY f.forecast_date DESC, s.name, p.name, f.id
LIMIT $2::int
