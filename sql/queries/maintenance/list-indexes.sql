-- All indexes, the largest first.
-- → table_name, index_name, bytes, scans, last_scan (UTC; NULL: never, or before PostgreSQL 16), is_unique, valid,
--   definition, reset_at (of the statistics, UTC; NULL: never)
SELECT s.relid::regclass::text AS table_name,
       s.indexrelid::regclass::text AS index_name,
       pg_relation_size(s.indexrelid) AS bytes,
       s.idx_scan AS scans,
       to_char((to_jsonb(s) ->> 'last_idx_scan')::timestamptz, 'YYYY-MM-DD HH24:MI') AS last_scan,
       i.indisunique AS is_unique,
       i.indisvalid AS valid,
       pg_get_indexdef(s.indexrelid) AS definition,
       to_char(d.stats_reset, 'YYYY-MM-DD HH24:MI') AS reset_at
FROM pg_stat_user_indexes s
JOIN pg_index i USING (indexrelid)
JOIN pg_stat_database d ON d.datname = current_database()
WHERE s.schemaname IN ('public', 'auth')
ORDER BY bytes DESC, index_name
