-- One migrator a database: held until the session ends.
-- → locked
SELECT pg_try_advisory_lock(7233126846)
