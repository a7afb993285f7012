-- Fails on a standby that has not yet replayed so much, on one that may still follow a primary that was replaced, and on
-- one that is none any more, so that nothing after it runs. The history it is surely on is that of what it has flushed or
-- last checkpointed, which everybody may ask; where a primary was replaced just now it may lag by a checkpoint, and the
-- primary answers until then.
-- $1 bytes of the write-ahead log, $2 text the newest history that a primary was seen to write (eight hex digits; NULL:
-- none but the first) → bytes replayed
SELECT CASE WHEN NOT pg_is_in_recovery() OR coalesce(pg_last_wal_replay_lsn() < '0/0'::pg_lsn + $1::numeric, true)
            THEN ('this standby is behind: ' || coalesce(pg_last_wal_replay_lsn()::text, ''))::numeric
            WHEN $2::text > (SELECT upper(lpad(to_hex(greatest(c.timeline_id, r.min_recovery_end_timeline)), 8, '0'))
                             FROM pg_control_checkpoint() c, pg_control_recovery() r)
            THEN ('this standby follows a primary that was replaced, at ' || pg_last_wal_replay_lsn())::numeric
            ELSE pg_wal_lsn_diff(pg_last_wal_replay_lsn(), '0/0') END
