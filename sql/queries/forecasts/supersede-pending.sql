-- Takes what was pending on the run's days into forecast_history, forecast anew or not.
-- $1 stores, $2 first day, $3 last day. Columns: n.
WITH old AS (
  DELETE FROM forecasts
  WHERE status = 'pending' AND store_id = ANY ($1::integer[]) AND forecast_date BETWEEN $2::date AND $3::date
  RETURNING *
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
  FROM old
  RETURNING 1
)
SELECT count(*) AS n FROM kept
