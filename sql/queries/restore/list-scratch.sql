-- Scratch databases that a program left behind which was killed: nobody holds their lock. The lock that is
-- taken to see that is this session's until it ends.
-- → name
SELECT d.datname AS name FROM pg_database d
WHERE (d.datname LIKE 'ddi\_verify\_%' OR d.datname LIKE 'ddi\_restore\_%')
  AND pg_has_role(current_user, d.datdba, 'MEMBER')
  AND pg_try_advisory_lock(hashtextextended('ddi scratch ' || d.datname, 0))
