-- Who can have entries in the log, to choose one of them. For administrators.
-- → id, name, email
SELECT id, name, email FROM users ORDER BY lower(name), id
