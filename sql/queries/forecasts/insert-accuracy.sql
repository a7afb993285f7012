-- The backtest of each series and model of the run. No parameters.
INSERT INTO model_accuracy (store_id, product_id, model, run_id, n, absolute_error, actual, weight)
SELECT store_id, product_id, model, current_setting('ddi.run')::integer, n, absolute_error, actual, weight
FROM incoming_accuracy
