-- Shops, and products over all shops, whose forecasts have lately been much worse than they used to be: the last
-- fourteen days (those in force, sold-out days left out) against the backtest of each pair's newest run, where at
-- least 28 forecasts err by more than 1.4 times the usual share, and for more than a piece each beyond it. The
-- bias says which way: what the engine has not noticed yet goes up or down.
-- $1 store (0: all), $2 today.
-- Columns: store_id (NULL: a product), product_id (NULL: a shop), name, error (share of what sold), usual (the
-- same, of the backtest), bias (share; above 0: forecasts too high). At most two, the most pieces beyond first.
WITH recent AS (
  SELECT f.store_id, f.product_id, count(*) AS n, sum(abs(f.predicted_demand - f.actual_demand)) AS absolute_error,
         sum(f.predicted_demand - f.actual_demand) AS error, sum(f.actual_demand) AS actual
  FROM forecasts f
  WHERE f.forecast_date BETWEEN $2::date - 14 AND $2::date - 1 AND ($1::integer = 0 OR f.store_id = $1::integer)
    AND f.actual_demand IS NOT NULL AND f.predicted_demand IS NOT NULL AND NOT f.actual_censored
    AND (f.status <> 'pending'
         OR NOT EXISTS (SELECT FROM forecasts d WHERE d.store_id = f.store_id AND d.forecast_date = f.forecast_date
                          AND d.product_id = f.product_id AND d.status <> 'pending'))
  GROUP BY f.store_id, f.product_id
), grouped AS (
  SELECT r.store_id, r.product_id, sum(r.n) AS n, sum(r.absolute_error)::float8 AS absolute_error,
         sum(r.error)::float8 AS error, sum(r.actual)::float8 AS actual,
         sum(r.actual * u.wape)::float8 / nullif(sum(r.actual), 0)::float8 AS usual
  FROM recent r
  CROSS JOIN LATERAL (
    SELECT a.absolute_error / a.actual AS wape FROM model_accuracy a
    WHERE a.store_id = r.store_id AND a.product_id = r.product_id AND a.model <> 'rule_of_thumb' AND a.actual > 0
    ORDER BY a.run_id DESC LIMIT 1) u
  GROUP BY GROUPING SETS ((r.store_id), (r.product_id))
)
SELECT g.store_id, g.product_id, coalesce(s.name, p.name) AS name, g.absolute_error / g.actual AS error, g.usual,
       g.error / g.actual AS bias
FROM grouped g LEFT JOIN stores s ON s.id = g.store_id LEFT JOIN products p ON p.id = g.product_id
WHERE g.actual > 0 AND g.n >= 28 AND g.absolute_error > 1.4 * g.usual * g.actual
  AND g.absolute_error - g.usual * g.actual > g.n
ORDER BY g.absolute_error - g.usual * g.actual DESC, name
LIMIT 2
