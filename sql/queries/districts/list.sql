-- The districts by name.
-- → name
SELECT name FROM districts ORDER BY name
