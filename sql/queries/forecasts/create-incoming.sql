-- Where a run's forecasts wait to be merged. is_idle: nothing to order and nothing to say (closed,
-- not offered, gone), written only where it contradicts a decision.
CREATE TEMPORARY TABLE incoming_forecasts (
  store_id INTEGER, forecast_date DATE, product_id INTEGER, product_name TEXT, horizon INTEGER,
  predicted INTEGER, lower INTEGER, upper INTEGER, confidence NUMERIC(4, 3), order_quantity INTEGER,
  model TEXT, explanation JSONB, note TEXT, is_idle BOOLEAN
) ON COMMIT DROP
