-- The tables, the largest first.
-- → table_name, rows (as last counted), bytes (all), table_bytes, index_bytes, dead (rows), changed (rows since
--   ANALYZE), last_vacuum, last_analyze (by whomever, UTC; NULL: never), vacuums (how often, by whomever)
SELECT s.relid::regclass::text AS table_name,
       s.n_live_tup AS rows,
       pg_total_relation_size(s.relid) AS bytes,
       pg_table_size(s.relid) AS table_bytes,
       pg_indexes_size(s.relid) AS index_bytes,
       s.n_dead_tup AS dead,
       s.n_mod_since_analyze AS changed,
       to_char(greatest(s.last_vacuum, s.last_autovacuum), 'YYYY-MM-DD HH24:MI') AS last_vacuum,
       to_char(greatest(s.last_analyze, s.last_autoanalyze), 'YYYY-MM-DD HH24:MI') AS last_analyze,
       s.vacuum_count + s.autovacuum_count AS vacuums
FROM pg_stat_user_tables s
JOIN pg_class c ON c.oid = s.relid
WHERE c.relnamespace IN ('public'::regnamespace, 'auth'::regnamespace) AND c.relkind = 'r'
ORDER BY bytes DESC, table_name
