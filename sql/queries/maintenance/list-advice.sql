-- What a database administrator would look at, the pressing first.
-- → kind, subject (a table or an index, NULL: the database), bytes, n, share (0…1; the last three NULL where they
--   say nothing). Kinds: checksums (n pages that were read damaged), wraparound (n transactions old), connections
--   (n in use, share of those that are allowed), analyze (n rows changed since), dead (n dead rows, share of all),
--   scans (n rows read by scans of the whole table, share of them among the scans), unused (the largest of n such
--   indexes; bytes of all; share: the days that were counted), invalid (index; bytes), old (n live figures and more are
--   older than the archive keeps, share: years)
-- Dead and changed rows are left to autovacuum while it comes: a table is told where it is switched off for it, or has
-- not been there for an hour that the server was up.
WITH own AS (
  SELECT c.oid, c.oid::regclass::text AS name, c.reltuples, pg_table_size(c.oid) AS bytes, s.*,
         NOT current_setting('autovacuum')::boolean
           OR EXISTS (SELECT FROM pg_options_to_table(c.reloptions)
                      WHERE option_name = 'autovacuum_enabled' AND NOT option_value::boolean) AS unattended,
         now() - interval '1 hour' AS hour_ago
  FROM pg_class c JOIN pg_stat_user_tables s ON s.relid = c.oid
  WHERE c.relnamespace IN ('public'::regnamespace, 'auth'::regnamespace) AND c.relkind = 'r'
)
SELECT 'checksums' AS kind, NULL AS subject, NULL::bigint AS bytes, d.checksum_failures AS n, NULL::float8 AS share
FROM pg_stat_database d WHERE d.datname = current_database() AND d.checksum_failures > 0
UNION ALL
SELECT 'wraparound', NULL, NULL, age(d.datfrozenxid), NULL
FROM pg_database d WHERE d.datname = current_database() AND age(d.datfrozenxid) > 1000000000
UNION ALL
SELECT 'connections', NULL, NULL, u.n, u.n / u.allowed
FROM (SELECT sum(d.numbackends)::bigint AS n, current_setting('max_connections')::float8 AS allowed
      FROM pg_stat_database d) u
WHERE u.n > 0.8 * u.allowed
UNION ALL
SELECT 'invalid', i.indexrelid::regclass::text, pg_relation_size(i.indexrelid), NULL, NULL
FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
WHERE NOT i.indisvalid AND c.relkind = 'i'
  AND c.relnamespace IN ('public'::regnamespace, 'auth'::regnamespace)
  AND NOT EXISTS (SELECT FROM pg_stat_progress_create_index p WHERE p.index_relid = i.indexrelid)
UNION ALL
SELECT 'dead', o.name, o.bytes, o.n_dead_tup, o.n_dead_tup::float8 / (o.n_live_tup + o.n_dead_tup)
FROM own o
WHERE o.n_dead_tup > 1000 AND o.n_dead_tup > 0.2 * (o.n_live_tup + o.n_dead_tup)
  AND (o.unattended OR greatest(o.last_vacuum, o.last_autovacuum, pg_postmaster_start_time()) < o.hour_ago)
UNION ALL
SELECT 'analyze', o.name, o.bytes, o.n_mod_since_analyze, NULL
FROM own o
WHERE o.n_mod_since_analyze > 500 + 0.1 * greatest(o.reltuples, 0)
  AND (o.unattended OR greatest(o.last_analyze, o.last_autoanalyze, pg_postmaster_start_time()) < o.hour_ago)
UNION ALL
SELECT 'scans', o.name, o.bytes, o.seq_tup_read, o.seq_scan::float8 / (o.seq_scan + coalesce(o.idx_scan, 0))
FROM own o
WHERE o.n_live_tup > 100000 AND o.seq_scan > 20 AND o.seq_scan > 0.2 * coalesce(o.idx_scan, 0)
UNION ALL
SELECT 'old', NULL, NULL, v.n, y.years
FROM (SELECT coalesce((SELECT (s.value #>> '{}')::integer FROM settings s WHERE s.key = 'archive_years'), 2) AS years) y
CROSS JOIN LATERAL (
  SELECT count(*) AS n
  FROM (SELECT FROM daily_sales WHERE date < (current_date - make_interval(years => y.years))::date
        UNION ALL
        SELECT FROM daily_waste WHERE date < (current_date - make_interval(years => y.years))::date
        -- Enough to say so: it need not be known how many more there are.
        LIMIT 100000) old) v
WHERE v.n = 100000
UNION ALL
SELECT 'unused', (array_agg(u.name ORDER BY u.bytes DESC))[1], sum(u.bytes)::bigint, count(*), min(u.days)
FROM (SELECT s.indexrelid::regclass::text AS name, pg_relation_size(s.indexrelid) AS bytes,
             (SELECT extract(epoch FROM now() - coalesce(d.stats_reset, min(m.applied_at)))
              FROM schema_migrations m)::float8 / 86400 AS days
      FROM pg_stat_user_indexes s
      JOIN pg_index i USING (indexrelid)
      JOIN pg_stat_database d ON d.datname = current_database()
      WHERE s.schemaname IN ('public', 'auth') AND s.idx_scan = 0 AND NOT i.indisunique AND i.indisvalid
        AND pg_relation_size(s.indexrelid) > 1048576) u
-- What is asked for once a week has not been asked for in less.
WHERE u.days >= 8
HAVING count(*) > 0
ORDER BY 1, 3 DESC NULLS FIRST
