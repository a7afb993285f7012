-- First half of Accept: the decided row beside the newer proposal goes into forecast_history.
-- $1 the proposal, $2 its row_version. Columns: id (of the row that went).
WITH old AS (
  DELETE FROM forecasts d USING forecasts n
  WHERE n.id = $1::integer AND n.row_version = $2::integer AND n.status = 'pending' AND d.status <> 'pending'
    AND d.store_id = n.store_id AND d.forecast_date = n.forecast_date AND d.product_id = n.product_id
  RETURNING d.*
)
INSERT INTO forecast_history
  (id, user_id, forecast_date, product_name, predicted_demand, confidence, lower_bound, upper_bound,
   actual_demand, status, created_at, store_id, product_id, row_version, run_id, horizon, model, explanation,
   note, order_quantity, approved_quantity, decided_by, decided_at, decision_reason, kept_against,
   actual_censored)
SELECT id, user_id, forecast_date, product_name, predicted_demand, confidence, lower_bound, upper_bound,
   actual_demand, status, created_at, store_id, product_id, row_version, run_id, horizon, model, explanation,
   note, order_quantity, approved_quantity, decided_by, decided_at, decision_reason, kept_against,
   actual_censored
FROM old
RETURNING id
