-- The statements that maintain some tables or all of them, the largest last, one a row. None runs in a transaction.
-- Indexes are built anew one by one, without those of the tables for long values: what a stopped run leaves behind
-- there, their owner may not drop.
-- $1 vacuum, analyze, reindex or full; $2 names of tables, NULL for all
-- → statement, name (of the table, or the index), bytes (that it reads; of full and reindex: that it needs beside the
--   old one until it is done)
WITH ours AS (
  SELECT c.oid
  FROM pg_class c
  WHERE c.relnamespace IN ('public'::regnamespace, 'auth'::regnamespace) AND c.relkind = 'r'
    AND ($2::text[] IS NULL OR c.oid IN (SELECT to_regclass(t) FROM unnest($2::text[]) t))
)
SELECT format(CASE $1::text WHEN 'vacuum' THEN 'VACUUM (ANALYZE, PARALLEL 0) %s'
                            WHEN 'analyze' THEN 'ANALYZE %s'
                            WHEN 'full' THEN 'VACUUM (FULL, ANALYZE) %s' END, o.oid::regclass) AS statement,
       o.oid::regclass::text AS name,
       CASE $1::text WHEN 'full' THEN pg_total_relation_size(o.oid) ELSE pg_table_size(o.oid) END AS bytes
FROM ours o
WHERE $1::text <> 'reindex'
UNION ALL
SELECT format('REINDEX INDEX CONCURRENTLY %s', i.indexrelid::regclass),
       i.indexrelid::regclass::text,
       pg_relation_size(i.indexrelid)
FROM ours o JOIN pg_index i ON i.indrelid = o.oid
WHERE $1::text = 'reindex' AND i.indisvalid AND NOT i.indisexclusion
ORDER BY bytes, name
