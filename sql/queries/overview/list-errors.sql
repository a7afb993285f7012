-- How far off the forecasts were, by category: in the range and the range before, and in the newest
-- run's backtest, beside the mean of the last four same weekdays on the same days. Sold-out days are left out: what
-- would have sold is not known. $1 store (0: all), $2 first day, $3 last day.
-- Columns: kind ('range', 'range_rule', 'before', 'backtest', 'rule_of_thumb'), category (NULL: none), n (forecasts),
-- absolute_error (sum, pieces), actual (sum, pieces).
SELECT CASE WHEN f.forecast_date >= $2::date THEN 'range' ELSE 'before' END AS kind, p.category, count(*) AS n,
       sum(abs(f.predicted_demand - f.actual_demand))::float8 AS absolute_error, sum(f.actual_demand)::float8 AS actual
FROM forecasts f JOIN products p ON p.id = f.product_id
WHERE f.forecast_date BETWEEN $2::date - ($3::date - $2::date + 1) AND $3::date
  AND ($1::integer = 0 OR f.store_id = $1::integer)
  AND f.actual_demand IS NOT NULL AND f.predicted_demand IS NOT NULL AND NOT f.actual_censored
  AND (f.status <> 'pending'
       OR NOT EXISTS (SELECT FROM forecasts d WHERE d.store_id = f.store_id AND d.forecast_date = f.forecast_date
                        AND d.product_id = f.product_id AND d.status <> 'pending'))
GROUP BY 1, 2
UNION ALL
SELECT 'range_rule', p.category, count(*), sum(abs(r.mean - f.actual_demand)), sum(f.actual_demand)::float8
FROM forecasts f JOIN products p ON p.id = f.product_id
CROSS JOIN LATERAL (
  -- Joined, not listed: under a policy a day that is computed is no key of an index, a column is.
  SELECT avg(s.quantity_sold)::float8 AS mean
  FROM (VALUES (f.forecast_date - 7), (f.forecast_date - 14), (f.forecast_date - 21), (f.forecast_date - 28)) w (date)
  JOIN all_sales s ON s.store_id = f.store_id AND s.product_id = f.product_id AND s.date = w.date) r
WHERE f.forecast_date BETWEEN $2::date AND $3::date AND ($1::integer = 0 OR f.store_id = $1::integer)
  AND f.actual_demand IS NOT NULL AND f.predicted_demand IS NOT NULL AND NOT f.actual_censored AND r.mean IS NOT NULL
  AND (f.status <> 'pending'
       OR NOT EXISTS (SELECT FROM forecasts d WHERE d.store_id = f.store_id AND d.forecast_date = f.forecast_date
                        AND d.product_id = f.product_id AND d.status <> 'pending'))
GROUP BY p.category
UNION ALL
SELECT CASE WHEN a.model = 'rule_of_thumb' THEN 'rule_of_thumb' ELSE 'backtest' END, p.category, sum(a.n),
       sum(a.absolute_error), sum(a.actual)
FROM model_accuracy a JOIN products p ON p.id = a.product_id
WHERE a.run_id = (SELECT max(run_id) FROM model_accuracy)
  AND ($1::integer = 0 OR a.store_id = $1::integer)
GROUP BY 1, 2
