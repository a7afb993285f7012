-- A day with a wrong year, or one marked as closed beforehand, is no day that a store is known for: forecasts would
-- start after it and the board would ask for everything before it. Days with figures count up to a week from now,
-- which leaves room for a clock that is wrong.
CREATE OR REPLACE VIEW store_last_days WITH (security_invoker = true) AS
SELECT s.id AS store_id, greatest(known.date, sold.date) AS last_day
FROM stores s
LEFT JOIN LATERAL (
  SELECT d.date FROM store_days d
  WHERE d.store_id = s.id AND d.state IN ('complete', 'closed', 'closed_early')
    AND d.date <= (now() AT TIME ZONE s.timezone)::date + CASE d.state WHEN 'closed' THEN 0 ELSE 7 END
  ORDER BY d.date DESC LIMIT 1) known ON true
LEFT JOIN LATERAL (
  SELECT x.date FROM daily_sales x
  WHERE x.store_id = s.id AND x.date > coalesce(known.date, '-infinity'::date)
    AND x.date <= (now() AT TIME ZONE s.timezone)::date + 7
    AND NOT EXISTS (SELECT 1 FROM store_days d WHERE d.store_id = x.store_id AND d.date = x.date)
  ORDER BY x.date DESC LIMIT 1) sold ON true;
