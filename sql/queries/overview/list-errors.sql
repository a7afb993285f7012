-- How far off the forecasts were, by category: in the range and the range before, and in the newest
-- run's backtest, beside the mean of the last four same weekdays on the same days. Sold-out days are left out: what
-- would have sold is not known. $1 store (0: all), $2 first day, $3 last day.
-- Columns: kind ('range', 'range_rule', 'before', 'backtest', 'rule_of_thumb'), category (NULL: none), n (forecasts),
-- absolute_error (sum, pieces), actual (sum, pieces).
WITH days AS MATERIALIZED (
  SELECT f.date >= $2::date AS in_range, f.category, sum(f.n_scored) AS n, sum(f.absolute_error) AS absolute_error,
         sum(f.actual) AS actual, sum(f.n_rule) AS n_rule, sum(f.rule_error) AS rule_error, sum(f.rule_actual) AS rule_actual
  FROM (SELECT date, category, n_scored, absolute_error, actual, n_rule, rule_error, rule_actual FROM forecast_sums
        WHERE $1::integer = 0
        UNION ALL
        SELECT date, category, n_scored, absolute_error, actual, n_rule, rule_error, rule_actual FROM store_forecast_sums
        WHERE $1::integer <> 0 AND store_id = $1::integer) f
  WHERE f.date BETWEEN $2::date - ($3::date - $2::date + 1) AND $3::date
  GROUP BY 1, 2
)
SELECT CASE WHEN in_range THEN 'range' ELSE 'before' END AS kind, category, n::bigint AS n,
       absolute_error::float8 AS absolute_error, actual::float8 AS actual
FROM days
WHERE n > 0
UNION ALL
SELECT 'range_rule', category, n_rule::bigint, rule_error, rule_actual::float8
FROM days
WHERE in_range AND n_rule > 0
UNION ALL
SELECT CASE WHEN a.model = 'rule_of_thumb' THEN 'rule_of_thumb' ELSE 'backtest' END, p.category, sum(a.n),
       sum(a.absolute_error), sum(a.actual)
FROM model_accuracy a JOIN products p ON p.id = a.product_id
WHERE a.run_id = (SELECT max(run_id) FROM model_accuracy)
  AND ($1::integer = 0 OR a.store_id = $1::integer)
GROUP BY 1, 2
