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
), rule AS (
  -- Within one weekday the frame holds the days 28, 21, 14 and 7 before.
  SELECT s.store_id, s.date, s.product_id,
         avg(s.quantity_sold::float8) OVER (PARTITION BY s.store_id, s.product_id, extract(isodow FROM s.date)
                                            ORDER BY s.date
                                            RANGE BETWEEN '28 days' PRECEDING AND '1 day' PRECEDING) AS mean
  FROM daily_sales s
  WHERE s.date BETWEEN $2::date - 28 AND $3::date AND ($1::int[] IS NULL OR s.store_id = ANY ($1))
), compared AS (
  SELECT f.predicted, f.actual, r.mean AS rule
  FROM forecast f JOIN rule r ON r.store_id = f.store_id AND r.date = f.date AND r.product_id = f.product_id
  WHERE r.mean IS NOT NULL
)
SELECT count(*) AS n, avg(abs(predicted - actual))::float8 AS error, avg(abs(rule - actual)) AS rule_error,
       (sum(abs(predicted - actual))::float8 / nullif(sum(actual), 0)) AS wape,
       sum(abs(rule - actual)) / nullif(sum(actual), 0) AS rule_wape
FROM compared
