-- The first administrator of an empty database.
-- $1 address, $2 name, $3 setting, $4 key, $5 the program and device
-- → outcome, token, wait_seconds
SELECT 'good' AS outcome, auth.make_first_administrator($1, $2, $3, $4, $5) AS token, 0 AS wait_seconds
