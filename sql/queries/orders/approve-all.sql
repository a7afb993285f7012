-- Approves what is pending for a day and asks for no look: no line that is an exception, no shop with
-- days missing. $1 day, $2 only this store (0: all), $3 user, $4 exceptions too. Columns: id.
WITH newest AS (
  SELECT max(last_day) AS day FROM store_last_days
), ready AS (
  SELECT l.id
  FROM order_lines l JOIN stores s ON s.id = l.store_id JOIN store_last_days k ON k.store_id = s.id
  CROSS JOIN newest
  WHERE l.forecast_date = $1::date AND l.status = 'pending' AND ($2::integer = 0 OR s.id = $2::integer)
    AND ($4::boolean OR NOT l.is_exception AND NOT EXISTS (
      SELECT 1 FROM generate_series(k.last_day + 1, newest.day, '1 day') g
      WHERE s.open_weekdays & (1 << (extract(isodow FROM g)::integer - 1)) <> 0))
)
UPDATE forecasts f SET status = 'approved', approved_quantity = coalesce(order_quantity, predicted_demand, 0),
       decided_by = $3::integer, decided_at = now(), decision_reason = NULL, row_version = f.row_version + 1
FROM ready
WHERE f.id = ready.id AND f.status = 'pending'
RETURNING f.id
