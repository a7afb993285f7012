-- A day of which something is entered has begun; what somebody said of it stays.
-- $1 int store, $2 date
-- → state
WITH begun AS (
  INSERT INTO store_days AS d (store_id, date, state) VALUES ($1::int, $2::date, 'partial')
  ON CONFLICT (store_id, date) DO UPDATE SET state = 'partial', updated_at = now()
    WHERE d.state IN ('not_started', 'not_counted')
  RETURNING state
)
SELECT state FROM begun
UNION ALL
SELECT state FROM store_days WHERE store_id = $1::int AND date = $2::date AND NOT EXISTS (SELECT FROM begun)
