-- Cancels what a session of this database is doing, or ends the session; never one's own and none of the server's.
-- $1 pid, $2 true to end it
-- → pid, role, query, done (false: it had ended before). No row: there is no such session, or it is one's own.
SELECT a.pid, a.usename::text AS role, left(a.query, 300) AS query,
       CASE WHEN $2::boolean THEN pg_terminate_backend(a.pid) ELSE pg_cancel_backend(a.pid) END AS done
FROM pg_stat_activity a
WHERE a.pid = $1::integer AND a.pid <> pg_backend_pid() AND (a.backend_type = 'client backend' OR (a.backend_type IS NULL AND a.usename IS NOT NULL))
  AND a.datname = current_database()
