-- The process that serves this connection: not the one that was connected to behind a pooler.
-- → pid
SELECT pg_backend_pid()
