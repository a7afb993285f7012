-- Changes a store that nobody has changed meanwhile.
-- $1 int id, $2 int row_version, $3 int district, $4 text name, $5 text code, $6 text PC number, $7 text address
-- (each NULL), $8 text IANA time zone, $9 int open weekdays, $10 date opened, $11 date closed (NULL), $12 int
-- delivery weekdays (masks, Monday 1), $13 time order cutoff, $14 int lead days
-- → id, row_version
WITH changed AS (
  UPDATE stores
  SET district_id = $3::int, name = btrim($4), code = nullif(btrim($5), ''), pc_number = nullif(btrim($6), ''),
      address = nullif(btrim($7), ''), timezone = $8, open_weekdays = $9::smallint, opened_on = $10::date,
      closed_on = $11::date, delivery_weekdays = $12::smallint, order_cutoff = $13::time, lead_days = $14::smallint
  WHERE id = $1::int AND row_version = $2::int
  RETURNING id, row_version
)
SELECT id, row_version FROM changed
UNION ALL
SELECT refuse_stale('stores')::int, 0 WHERE NOT EXISTS (SELECT FROM changed)
