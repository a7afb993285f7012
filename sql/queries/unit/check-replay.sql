-- Fails on a standby that has not yet replayed so much, and on one that is none any more, so that nothing after it runs.
-- $1 bytes of the write-ahead log → bytes replayed
SELECT CASE WHEN pg_is_in_recovery() AND pg_last_wal_replay_lsn() >= '0/0'::pg_lsn + $1::numeric
            THEN pg_wal_lsn_diff(pg_last_wal_replay_lsn(), '0/0')
            ELSE ('this standby is behind: ' || coalesce(pg_last_wal_replay_lsn()::text, ''))::numeric END
