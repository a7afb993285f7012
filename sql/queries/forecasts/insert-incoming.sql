-- The run's forecasts become pending rows. Beside a decided row only where the order moved by more than
-- 15 %, both from what was approved and from what the engine proposed then (or, later, what the manager
-- declined): a quantity changed by hand is no news, and a declined proposal does not come again.
-- $1 user. Columns: n_pending, n_changed.
WITH fresh AS (
  SELECT n.*, d.id AS decided_id
  FROM incoming_forecasts n
  -- One that was merged into another since the run has read the catalogue has no orders of its own.
  JOIN products live ON live.id = n.product_id AND live.merged_into IS NULL
  LEFT JOIN forecasts d ON d.store_id = n.store_id AND d.forecast_date = n.forecast_date
    AND d.product_id = n.product_id AND d.status <> 'pending'
  CROSS JOIN LATERAL (
    SELECT coalesce(d.approved_quantity, d.order_quantity, d.predicted_demand, 0) AS approved,
           coalesce(d.kept_against, d.order_quantity, d.predicted_demand, 0) AS known) b
  WHERE CASE WHEN d.id IS NULL THEN NOT n.is_idle
             ELSE abs(n.order_quantity - b.approved) > 0.15 * b.approved
                  AND abs(n.order_quantity - b.known) > 0.15 * b.known END
), written AS (
  INSERT INTO forecasts
    (user_id, forecast_date, product_name, predicted_demand, confidence, lower_bound, upper_bound, status,
     store_id, product_id, run_id, horizon, model, explanation, note, order_quantity)
  SELECT $1::integer, forecast_date, product_name, predicted, confidence, lower, upper, 'pending',
     store_id, product_id, current_setting('ddi.run')::integer, horizon, model, explanation, note,
     order_quantity
  FROM fresh
  RETURNING 1
)
SELECT (SELECT count(*) FROM written) AS n_pending,
       (SELECT count(*) FROM fresh WHERE decided_id IS NOT NULL) AS n_changed
