-- After COMMIT: how much of the write-ahead log a standby must have replayed to show what the unit has seen and done.
-- → bytes
SELECT pg_wal_lsn_diff(pg_current_wal_insert_lsn(), '0/0')
