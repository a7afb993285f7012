-- The server's process that answers: behind a pooler it is not the one that was connected to. A standby takes no
-- LISTEN.
-- → pid, standby
SELECT pg_backend_pid() AS pid, pg_is_in_recovery() AS standby
