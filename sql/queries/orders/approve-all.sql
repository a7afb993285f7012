-- Approves what was pending when it was looked at and asks for no look: no line that is an exception, no shop with
-- days missing. What has been decided since stays as it was decided.
-- $1 day, $2 user, $3 exceptions too, $4 the forecasts that were seen pending. Columns: id.
-- Refused where one of them is gone: it was forecast anew, and nobody has looked at that.
WITH newest AS (
  SELECT max(last_day) AS day FROM store_last_days
), ready AS (
  SELECT l.id
  FROM order_lines l JOIN stores s ON s.id = l.store_id JOIN store_last_days k ON k.store_id = s.id
  CROSS JOIN newest
  WHERE l.forecast_date = $1::date AND l.status = 'pending' AND l.id = ANY ($4::integer[])
    AND ($3::boolean OR NOT l.is_exception AND NOT EXISTS (
      SELECT 1 FROM generate_series(k.last_day + 1, newest.day, '1 day') g
      WHERE s.open_weekdays & (1 << (extract(isodow FROM g)::integer - 1)) <> 0))
), approved AS (
  UPDATE forecasts f SET status = 'approved', approved_quantity = coalesce(order_quantity, predicted_demand, 0),
         decided_by = $2::integer, decided_at = now(), decision_reason = NULL, row_version = f.row_version + 1
  FROM ready
  WHERE f.id = ready.id AND f.status = 'pending'
  RETURNING f.id
)
SELECT id FROM approved
UNION ALL
SELECT refuse_stale('forecasts')::int
WHERE (SELECT count(*) FROM forecasts WHERE id = ANY ($4::integer[])) < cardinality($4::integer[])
