-- The statements that take away what a REINDEX CONCURRENTLY that was stopped has left behind.
-- → statement
SELECT format('DROP INDEX CONCURRENTLY IF EXISTS %s', i.indexrelid::regclass) AS statement
FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
WHERE NOT i.indisvalid AND c.relkind = 'i' AND c.relname ~ '_ccnew[0-9]*$'
  AND c.relnamespace IN ('public'::regnamespace, 'auth'::regnamespace)
