-- Days a store did not open, so that a day without a row is not taken for a missing one.
-- $1 first day, $2 last day. Columns: store_id, date.
SELECT store_id, date FROM store_days WHERE state = 'closed' AND date BETWEEN $1::date AND $2::date
ORDER BY store_id, date
