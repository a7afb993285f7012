-- Adds a store, in the first district where none is said (which is made where there is none).
-- $1 int district (NULL), $2 text name, $3 text code (NULL), $4 text PC number (NULL), $5 text IANA time zone
-- → id, row_version
WITH home AS (
  INSERT INTO districts (name) SELECT 'District' WHERE $1::int IS NULL AND NOT EXISTS (SELECT FROM districts)
  RETURNING id
)
INSERT INTO stores (district_id, name, code, pc_number, timezone)
VALUES (coalesce($1::int, (SELECT id FROM home), (SELECT min(id) FROM districts)), btrim($2), nullif(btrim($3), ''),
        nullif(btrim($4), ''), $5)
RETURNING id, row_version
