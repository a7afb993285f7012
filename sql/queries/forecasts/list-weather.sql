-- The weather, past and foretold. $1 how many days back from the newest known day.
-- Columns: store_id (NULL: the whole district), date, measure, value.
SELECT store_id, date, measure, value FROM weather
WHERE date BETWEEN (SELECT max(last_day) FROM store_last_days) - $1::integer
               AND (SELECT max(last_day) FROM store_last_days) + 60
ORDER BY measure, store_id NULLS FIRST, date
