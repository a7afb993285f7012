-- The weather, past and foretold. $1 first day, $2 last day.
-- Columns: store_id (NULL: the whole district), date, measure, value.
SELECT store_id, date, measure, value FROM weather WHERE date BETWEEN $1::date AND $2::date
ORDER BY measure, store_id NULLS FIRST, date
