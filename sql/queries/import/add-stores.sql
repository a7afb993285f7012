-- Makes the shops that nobody knows yet.
-- $1: IANA time zone. Columns: id, name.
INSERT INTO stores (district_id, name, timezone)
SELECT (SELECT min(id) FROM districts), i.name, $1
FROM import_stores i
WHERE i.store_id IS NULL AND NOT EXISTS (SELECT FROM stores s WHERE lower(s.name) = lower(i.name))
RETURNING id, name;
