-- Says what a day is: 'complete' closes it, 'partial' opens it again.
-- $1 int store, $2 date, $3 text state
-- → state
INSERT INTO store_days (store_id, date, state) VALUES ($1::int, $2::date, $3)
ON CONFLICT (store_id, date) DO UPDATE SET state = excluded.state, updated_at = now()
RETURNING state
