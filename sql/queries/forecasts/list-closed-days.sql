-- Days a store did not open, so that a day without a row is not taken for a missing one.
-- $1 how many days back from the newest known day. Columns: store_id, date.
SELECT store_id, date FROM store_days
WHERE state = 'closed' AND date > (SELECT max(last_day) FROM store_last_days) - $1::integer
ORDER BY store_id, date
