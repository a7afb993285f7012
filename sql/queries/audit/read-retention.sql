-- How long the log is and what was removed of it, as its owner.
-- → entries, oldest (date, UTC; NULL: there is none), bytes (with their indexes), last_run (UTC; NULL: nothing ever was
--   removed), last_entries (that were removed then)
SELECT s.n - coalesce(c.n, 0) + (SELECT count(*) FROM audit_logs a WHERE a.id > s.sealed_to) AS entries,
       (SELECT to_char(a.created_at, 'YYYY-MM-DD') FROM audit_logs a ORDER BY a.id LIMIT 1) AS oldest,
       pg_total_relation_size('audit_logs') AS bytes,
       to_char(c.made_at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI') AS last_run, c.entries AS last_entries
FROM auth.audit_state s
LEFT JOIN LATERAL (SELECT * FROM auth.audit_checkpoints ORDER BY n DESC LIMIT 1) c ON true
