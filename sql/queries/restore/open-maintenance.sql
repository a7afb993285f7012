-- The session that makes, renames and drops databases.
SET statement_timeout = 0;
SET lock_timeout = '30s';
SET idle_session_timeout = 0
