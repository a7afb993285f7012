-- Two programs may provision at once, and CREATE DATABASE runs in no transaction: until the end of
-- the session the other one waits.
SELECT pg_advisory_lock(7233126847)
