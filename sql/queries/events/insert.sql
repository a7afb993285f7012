-- Adds an event.
-- $1 int store (0: every shop), $2 date first, $3 date last, $4 text name, $5 text kind, $6 float expected effect
-- (+0.15 is 15 % more, NULL: not said), $7 int closes at (minutes after midnight, NULL: as always), $8 int the one
-- product that it concerns (0: all), $9 text the one category (NULL: all)
-- → id, row_version
INSERT INTO calendar_events (store_id, starts_on, ends_on, name, kind, expected_effect, closes_at, product_id, category)
VALUES (nullif($1::integer, 0), $2::date, $3::date, btrim($4), $5, $6::float8::numeric(6, 3),
        time '00:00' + $7::integer * interval '1 minute', nullif($8::integer, 0), $9::text)
RETURNING id, row_version
