-- How far off a product's forecasts usually are, beside the rule of thumb: the newest run's backtest.
-- $1 store, $2 product. Columns: model, n (days), absolute_error and actual (sums, pieces).
SELECT model, n, absolute_error, actual FROM model_accuracy
WHERE store_id = $1::integer AND product_id = $2::integer
  AND run_id = (SELECT max(run_id) FROM model_accuracy WHERE store_id = $1::integer AND product_id = $2::integer)
ORDER BY model
