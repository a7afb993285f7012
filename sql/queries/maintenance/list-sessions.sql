-- The sessions of this database and who waits for whom. Locks are counted here: a session may hold 50,000 of them.
-- $1 only those that block or are blocked, or have been at it for a minute
-- → pid, role, program, address, state, waiting_for, seconds (in this state), transaction_seconds (NULL: in none),
--   query (its first 300 characters, without the
--   comment that it begins with), locks, blocked_by (pids, '' for nobody), blocks (how many wait for it),
--   mine (this very session)
WITH sessions AS (
  SELECT a.*, CASE WHEN a.wait_event_type = 'Lock' THEN pg_blocking_pids(a.pid) ELSE '{}' END AS blockers
  FROM pg_stat_activity a
  -- Who may not see other roles' sessions is not told their type either.
  WHERE a.datname = current_database()
    AND (a.backend_type = 'client backend' OR (a.backend_type IS NULL AND a.usename IS NOT NULL))
), held AS (
  SELECT l.pid, count(*) AS locks FROM pg_locks l WHERE l.granted GROUP BY l.pid
), waiting AS (
  SELECT b.pid, count(*) AS blocks FROM sessions s CROSS JOIN LATERAL unnest(s.blockers) b(pid) GROUP BY b.pid
)
SELECT s.pid,
       s.usename::text AS role,
       nullif(s.application_name, '') AS program,
       coalesce(s.client_addr::text, 'local') AS address,
       s.state,
       s.wait_event AS waiting_for,
       extract(epoch FROM now() - s.state_change)::bigint AS seconds,
       extract(epoch FROM now() - s.xact_start)::bigint AS transaction_seconds,
       left(regexp_replace(regexp_replace(s.query, '^(\s*--[^\n]*\n)+', ''), '\s+', ' ', 'g'), 300) AS query,
       coalesce(h.locks, 0) AS locks,
       array_to_string(s.blockers, ' ') AS blocked_by,
       coalesce(w.blocks, 0) AS blocks,
       s.pid = pg_backend_pid() AS mine
FROM sessions s
LEFT JOIN held h USING (pid)
LEFT JOIN waiting w USING (pid)
WHERE NOT $1::boolean OR w.blocks > 0 OR s.blockers <> '{}'
   OR (s.xact_start < now() - interval '1 minute' AND s.pid <> pg_backend_pid())
ORDER BY coalesce(w.blocks, 0) DESC, s.xact_start NULLS LAST, s.pid
