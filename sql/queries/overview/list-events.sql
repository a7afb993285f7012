-- The events of a range, each once: those of every shop and, where one shop is asked for, its own.
-- $1 store (0: all), $2 first day, $3 last day. Columns: name, starts_on, ends_on.
SELECT DISTINCT name, starts_on, ends_on FROM calendar_events
WHERE starts_on <= $3::date AND ends_on >= $2::date AND (store_id IS NULL OR store_id = $1::integer)
ORDER BY starts_on, name
LIMIT 100
