-- The statements that put one database in the place of another, which keeps a name of its own. A rename waits
-- for whoever is connected, so they are sent away first.
-- $1 the live database, $2 the name that it gets, $3 the database that takes its place
-- → statement
SELECT 'BEGIN' AS statement
UNION ALL
SELECT format('SELECT pg_terminate_backend(a.pid) FROM pg_stat_activity a WHERE a.datname IN (%L, %L) AND a.pid <> pg_backend_pid()', $1::text, $3::text)
UNION ALL
SELECT format('ALTER DATABASE %I RENAME TO %I', $1::text, $2::text)
UNION ALL
SELECT format('ALTER DATABASE %I RENAME TO %I', $3::text, $1::text)
UNION ALL
SELECT 'COMMIT'
