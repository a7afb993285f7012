-- Ends a session of one's own, or for administrators anybody's.
-- $1 session
-- → n
SELECT auth.revoke_sessions($1::bigint) AS n
