-- The statement that lists this database's slowest statements, where they are counted; the extension may be in any
-- schema.
-- $1 how many, $2 mean milliseconds that it must have taken
-- → statement (no row: they are not counted); of that statement: query, calls, total_ms, mean_ms, rows, share (of the
--   time of all of them, 0…1)
SELECT format('SELECT s.query, s.calls, s.total_exec_time AS total_ms, s.mean_exec_time AS mean_ms, s.rows, s.share '
              'FROM (SELECT t.*, t.total_exec_time / nullif(sum(t.total_exec_time) OVER (), 0) AS share '
                    'FROM %1$I.pg_stat_statements t '
                    'WHERE t.dbid = (SELECT oid FROM pg_database WHERE datname = current_database())) s '
              'WHERE s.mean_exec_time >= %2$s ORDER BY s.total_exec_time DESC LIMIT %3$s',
              n.nspname, $2::float8, $1::integer) AS statement
FROM pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace
WHERE e.extname = 'pg_stat_statements'
