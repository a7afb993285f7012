-- The undo of Accept and Keep: the newest row in forecast_history of the same store, day and product as
-- $1 comes back as it was. $1 forecast. Columns: id.
WITH back AS (
  DELETE FROM forecast_history h
  WHERE h.id = (SELECT x.id FROM forecast_history x JOIN forecasts f ON f.id = $1::integer
                  AND x.store_id = f.store_id AND x.forecast_date = f.forecast_date AND x.product_id = f.product_id
                  AND (x.status = 'pending') = (f.status <> 'pending')
                ORDER BY x.superseded_at DESC, x.id DESC LIMIT 1)
  RETURNING h.*
)
INSERT INTO forecasts
  (id, user_id, forecast_date, product_name, predicted_demand, confidence, lower_bound, upper_bound,
   actual_demand, status, created_at, store_id, product_id, row_version, run_id, horizon, model, explanation,
   note, order_quantity, approved_quantity, decided_by, decided_at, decision_reason, kept_against,
   actual_censored)
SELECT id, user_id, forecast_date, product_name, predicted_demand, confidence, lower_bound, upper_bound,
   actual_demand, status, created_at, store_id, product_id, row_version + 1, run_id, horizon, model, explanation,
   note, order_quantity, approved_quantity, decided_by, decided_at, decision_reason, kept_against,
   actual_censored
FROM back
RETURNING id
