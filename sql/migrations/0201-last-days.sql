-- The last day of a shop, as 0130 limits it, is found at the end of the key of its sales again (0103), and again in the
-- archive where nothing else is known (0100): both were lost when it was limited. Under a policy only what cannot leak goes
-- into an index's condition, and an expression that may is computed first for that.
CREATE OR REPLACE VIEW store_last_days WITH (security_invoker = true) AS
SELECT s.id AS store_id, coalesce(greatest(nullif(known.date, '-infinity'), sold.date), old.date) AS last_day
FROM stores s
CROSS JOIN LATERAL (
  SELECT (now() AT TIME ZONE s.timezone)::date AS today, (now() AT TIME ZONE s.timezone)::date + 7 AS soon
  OFFSET 0) clock
CROSS JOIN LATERAL (
  SELECT coalesce((SELECT d.date FROM store_days d
                   WHERE d.store_id = s.id AND d.state IN ('complete', 'closed', 'closed_early')
                     AND d.date <= clock.soon AND (d.state <> 'closed' OR d.date <= clock.today)
                   ORDER BY d.date DESC LIMIT 1), '-infinity') AS date
  OFFSET 0) known
LEFT JOIN LATERAL (
  SELECT x.date FROM daily_sales x
  WHERE x.store_id = s.id AND x.date > known.date AND x.date <= clock.soon
    AND NOT EXISTS (SELECT 1 FROM store_days d WHERE d.store_id = x.store_id AND d.date = x.date)
  ORDER BY x.date DESC LIMIT 1) sold ON true
LEFT JOIN LATERAL (
  SELECT x.date FROM daily_sales_archive x
  WHERE known.date = '-infinity' AND sold.date IS NULL AND x.store_id = s.id AND x.date <= clock.soon
    AND NOT EXISTS (SELECT 1 FROM store_days d WHERE d.store_id = x.store_id AND d.date = x.date)
  ORDER BY x.date DESC LIMIT 1) old ON true;
