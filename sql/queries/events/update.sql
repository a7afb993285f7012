-- Changes an event that nobody has changed meanwhile.
-- $1 int store (0: every shop), $2 date first, $3 date last, $4 text name, $5 text kind, $6 float expected effect
-- (+0.15 is 15 % more, NULL: not said), $7 int closes at (minutes after midnight, NULL: as always), $8 int the one
-- product that it concerns (0: all), $9 text the one category (NULL: all), $10 int id, $11 int row_version
-- → id, row_version
WITH changed AS (
  UPDATE calendar_events
  SET store_id = nullif($1::integer, 0), starts_on = $2::date, ends_on = $3::date, name = btrim($4), kind = $5,
      expected_effect = $6::float8::numeric(6, 3), closes_at = time '00:00' + $7::integer * interval '1 minute',
      product_id = nullif($8::integer, 0), category = $9::text
  WHERE id = $10::integer AND row_version = $11::integer
  RETURNING id, row_version
)
SELECT id, row_version FROM changed
UNION ALL
SELECT refuse_stale('calendar_events')::int, 0 WHERE NOT EXISTS (SELECT FROM changed)
