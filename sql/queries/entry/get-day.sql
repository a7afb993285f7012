-- $1 int store, $2 date
-- → state (of store_days, 'not_started' where there is none)
SELECT coalesce((SELECT state FROM store_days WHERE store_id = $1::int AND date = $2::date), 'not_started') AS state
