-- Adds a store; its district is made where there is none of this name.
-- $1 text name, $2 text district, $3 text code, $4 text PC number, $5 text address (each NULL), $6 text IANA time
-- zone, $7 int open weekdays, $8 date opened, $9 date closed (NULL), $10 int delivery weekdays (masks, Monday 1),
-- $11 time order cutoff, $12 int lead days, $13 time opens at, $14 time closes at (both NULL: not known)
-- → id, row_version
WITH made AS (
  INSERT INTO districts (name) SELECT btrim($2) WHERE NOT EXISTS (SELECT FROM districts WHERE name = btrim($2))
  RETURNING id
)
INSERT INTO stores (name, district_id, code, pc_number, address, timezone, open_weekdays, opened_on, closed_on,
                    delivery_weekdays, order_cutoff, lead_days, opens_at, closes_at)
VALUES (btrim($1), coalesce((SELECT id FROM made), (SELECT id FROM districts WHERE name = btrim($2))),
        nullif(btrim($3), ''), nullif(btrim($4), ''), nullif(btrim($5), ''), $6, $7::smallint, $8::date, $9::date,
        $10::smallint, $11::time, $12::smallint, $13::time, $14::time)
RETURNING id, row_version
