-- Adds a district.
-- $1 text name
-- → id
INSERT INTO districts (name) VALUES (btrim($1)) RETURNING id
