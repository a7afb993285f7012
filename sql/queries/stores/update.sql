-- Changes a store that nobody has changed meanwhile; its district is made where there is none of this name.
-- $1 text name, $2 text district, $3 text code, $4 text PC number, $5 text address (each NULL), $6 text IANA time
-- zone, $7 int open weekdays, $8 date opened, $9 date closed (NULL), $10 int delivery weekdays (masks, Monday 1),
-- $11 time order cutoff, $12 int lead days, $13 time opens at, $14 time closes at (both NULL: not known), $15 int id,
-- $16 int row_version
-- → id, row_version
WITH made AS (
  INSERT INTO districts (name) SELECT btrim($2) WHERE NOT EXISTS (SELECT FROM districts WHERE name = btrim($2))
  RETURNING id
), changed AS (
  UPDATE stores
  SET name = btrim($1), district_id = coalesce((SELECT id FROM made), (SELECT id FROM districts WHERE name = btrim($2))),
      code = nullif(btrim($3), ''), pc_number = nullif(btrim($4), ''), address = nullif(btrim($5), ''), timezone = $6,
      open_weekdays = $7::smallint, opened_on = $8::date, closed_on = $9::date, delivery_weekdays = $10::smallint,
      order_cutoff = $11::time, lead_days = $12::smallint, opens_at = $13::time, closes_at = $14::time
  WHERE id = $15::int AND row_version = $16::int
  RETURNING id, row_version
)
SELECT id, row_version FROM changed
UNION ALL
SELECT refuse_stale('stores')::int, 0 WHERE NOT EXISTS (SELECT FROM changed)
