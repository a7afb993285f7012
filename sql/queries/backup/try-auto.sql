-- One automatic backup of a database at a time: held until this session ends.
-- → 't' where it is ours
SELECT pg_try_advisory_lock(7233126848)
