-- The statements that maintain one table or all of them, the largest last, one a row. None runs in a transaction.
-- $1 vacuum, analyze, reindex or full; $2 a table's name, NULL for all
-- → statement, table_name, bytes (that it reads; of full: that it needs beside the old table until it is done)
SELECT format(CASE $1::text WHEN 'vacuum' THEN 'VACUUM (ANALYZE, PARALLEL 0) %s'
                            WHEN 'analyze' THEN 'ANALYZE %s'
                            WHEN 'reindex' THEN 'REINDEX TABLE CONCURRENTLY %s'
                            WHEN 'full' THEN 'VACUUM (FULL, ANALYZE) %s' END, c.oid::regclass) AS statement,
       c.oid::regclass::text AS table_name,
       CASE $1::text WHEN 'reindex' THEN pg_indexes_size(c.oid)
                     WHEN 'full' THEN pg_total_relation_size(c.oid)
                     ELSE pg_table_size(c.oid) END AS bytes
FROM pg_class c
WHERE c.relnamespace IN ('public'::regnamespace, 'auth'::regnamespace) AND c.relkind = 'r'
  AND ($2::text IS NULL OR c.oid = to_regclass($2::text))
  AND ($1::text <> 'reindex' OR c.relhasindex)
ORDER BY bytes, table_name
