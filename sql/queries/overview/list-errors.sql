-- How far off the forecasts were, by category: in the range and the range before, and in the newest
-- run's backtest, beside the mean of the last four same weekdays on the same days. Sold-out days are left out: what
-- would have sold is not known. $1 store (0: all), $2 first day, $3 last day.
-- Columns: kind ('range', 'range_rule', 'before', 'backtest', 'rule_of_thumb'), category (NULL: none), n (forecasts),
-- absolute_error (sum, pieces), actual (sum, pieces).
WITH scored AS MATERIALIZED (
  SELECT f.store_id, f.product_id, f.forecast_date, f.predicted_demand AS predicted, f.actual_demand AS actual
  FROM forecasts f
  WHERE f.forecast_date BETWEEN $2::date - ($3::date - $2::date + 1) AND $3::date
    AND ($1::integer = 0 OR f.store_id = $1::integer)
    AND f.actual_demand IS NOT NULL AND f.predicted_demand IS NOT NULL AND NOT f.actual_censored
    AND (f.status <> 'pending'
         OR NOT EXISTS (SELECT FROM forecasts d WHERE d.store_id = f.store_id AND d.forecast_date = f.forecast_date
                          AND d.product_id = f.product_id AND d.status <> 'pending'))
), figures AS (
  -- In one pass over both, a weekday of a shop's product in order: joined, each forecast would look for four rows.
  SELECT f.store_id, f.product_id, f.forecast_date - $2::date AS day, f.actual, NULL::integer AS sold
  FROM scored f
  WHERE f.forecast_date >= $2::date
  UNION ALL
  SELECT s.store_id, s.product_id, s.date - $2::date, NULL, s.quantity_sold
  FROM all_sales s
  WHERE s.date BETWEEN $2::date - 28 AND $3::date - 7 AND ($1::integer = 0 OR s.store_id = $1::integer)
), rule AS MATERIALIZED (
  SELECT product_id, actual, mean
  FROM (SELECT product_id, actual,
               avg(sold) OVER (PARTITION BY store_id, product_id, (day + 28) % 7 ORDER BY day
                               RANGE BETWEEN 28 PRECEDING AND 7 PRECEDING)::float8 AS mean
        FROM figures) x
  WHERE actual IS NOT NULL AND mean IS NOT NULL
)
SELECT CASE WHEN f.forecast_date >= $2::date THEN 'range' ELSE 'before' END AS kind, p.category, count(*) AS n,
       sum(abs(f.predicted - f.actual))::float8 AS absolute_error, sum(f.actual)::float8 AS actual
FROM scored f JOIN products p ON p.id = f.product_id
GROUP BY 1, 2
UNION ALL
SELECT 'range_rule', p.category, count(*), sum(abs(r.mean - r.actual)), sum(r.actual)::float8
FROM rule r JOIN products p ON p.id = r.product_id
GROUP BY p.category
UNION ALL
SELECT CASE WHEN a.model = 'rule_of_thumb' THEN 'rule_of_thumb' ELSE 'backtest' END, p.category, sum(a.n),
       sum(a.absolute_error), sum(a.actual)
FROM model_accuracy a JOIN products p ON p.id = a.product_id
WHERE a.run_id = (SELECT max(run_id) FROM model_accuracy)
  AND ($1::integer = 0 OR a.store_id = $1::integer)
GROUP BY 1, 2
