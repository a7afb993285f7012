-- How far off a forecast of one product in one shop usually was, beside the rule of thumb (the mean of the
-- last four same weekdays), on exactly the same days: those with both and with a figure that is not only
-- a lower bound.
-- $1 int[] stores (NULL: all), $2 date first, $3 date last
-- → n (product × shop × day), error, rule_error (mean absolute, pieces), wape, rule_wape (0…, NULL: nothing
--   sold); NULL where n is 0
WITH forecast AS (
  SELECT DISTINCT ON (f.store_id, f.forecast_date, f.product_id)
         f.store_id, f.forecast_date AS date, f.product_id, f.predicted_demand AS predicted, f.actual_demand AS actual
  FROM forecasts f
  WHERE f.forecast_date BETWEEN $2::date AND $3::date AND ($1::int[] IS NULL OR f.store_id = ANY ($1))
    AND f.predicted_demand IS NOT NULL AND f.actual_demand IS NOT NULL AND NOT f.actual_censored
  ORDER BY f.store_id, f.forecast_date, f.product_id, f.status = 'pending', f.id DESC
), compared AS (
  SELECT f.predicted, f.actual, r.mean AS rule
  FROM forecast f
  CROSS JOIN LATERAL (
    SELECT avg(s.quantity_sold)::float8 AS mean
    FROM daily_sales s
    WHERE s.store_id = f.store_id AND s.product_id = f.product_id
      AND s.date IN (f.date - 7, f.date - 14, f.date - 21, f.date - 28)
  ) r
  WHERE r.mean IS NOT NULL
)
SELECT count(*) AS n, avg(abs(predicted - actual))::float8 AS error, avg(abs(rule - actual)) AS rule_error,
       (sum(abs(predicted - actual))::float8 / nullif(sum(actual), 0)) AS wape,
       sum(abs(rule - actual)) / nullif(sum(actual), 0) AS rule_wape
FROM compared
