-- What moves demand from outside. $1 first day, $2 last day.
-- Columns: store_id (NULL: every store), starts_on, ends_on, name, kind, expected_effect (+0.15 is
-- 15 % more, NULL: not said), closes_at (minutes after midnight, NULL: does not close early).
SELECT store_id, starts_on, ends_on, name, kind, expected_effect,
       (extract(epoch FROM closes_at) / 60)::integer AS closes_at
FROM calendar_events WHERE ends_on >= $1::date AND starts_on <= $2::date
ORDER BY starts_on, id
