-- Keep: the newer proposal goes into forecast_history, the decided row remembers what was declined.
-- Refused where somebody has touched the proposal since it was seen.
-- $1 the proposal, $2 its row_version. Columns: id (of the decided row), row_version.
WITH declined AS (
  DELETE FROM forecasts n
  WHERE n.id = $1::integer AND n.row_version = $2::integer AND n.status = 'pending'
  RETURNING n.*
), kept AS (
  INSERT INTO forecast_history
    (id, user_id, forecast_date, product_name, predicted_demand, confidence, lower_bound, upper_bound,
     actual_demand, status, created_at, store_id, product_id, row_version, run_id, horizon, model, explanation,
     note, order_quantity, approved_quantity, decided_by, decided_at, decision_reason, kept_against,
     actual_censored)
  SELECT id, user_id, forecast_date, product_name, predicted_demand, confidence, lower_bound, upper_bound,
     actual_demand, status, created_at, store_id, product_id, row_version, run_id, horizon, model, explanation,
     note, order_quantity, approved_quantity, decided_by, decided_at, decision_reason, kept_against,
     actual_censored
  FROM declined
), decided AS (
  UPDATE forecasts d SET kept_against = n.order_quantity, row_version = d.row_version + 1
  FROM declined n
  WHERE d.status <> 'pending' AND d.store_id = n.store_id AND d.forecast_date = n.forecast_date
    AND d.product_id = n.product_id
  RETURNING d.id, d.row_version
)
SELECT id, row_version FROM decided
UNION ALL
SELECT refuse_stale('forecasts')::int, 0 WHERE NOT EXISTS (SELECT FROM decided)
