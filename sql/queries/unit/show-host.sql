-- What this server is among several.
-- → standby, position (bytes of the write-ahead log: written, or replayed by a standby), lag (seconds between now and
--   the commit of the last transaction that was replayed; 0 where all that was received is; NULL: no standby, or none
--   was replayed yet), receives (a standby is connected to another host), timeline (that it receives, eight hex digits;
--   NULL: no standby, none, or not ours to know)
SELECT pg_is_in_recovery() AS standby,
       pg_wal_lsn_diff(CASE WHEN pg_is_in_recovery() THEN pg_last_wal_replay_lsn()
                            ELSE pg_current_wal_insert_lsn() END, '0/0') AS position,
       CASE WHEN NOT pg_is_in_recovery() THEN NULL
            WHEN pg_last_wal_replay_lsn() >= pg_last_wal_receive_lsn() THEN 0
            ELSE extract(epoch FROM clock_timestamp() - pg_last_xact_replay_timestamp()) END::float8 AS lag,
       EXISTS (SELECT FROM pg_stat_wal_receiver) AS receives,
       (SELECT upper(lpad(to_hex(received_tli), 8, '0')) FROM pg_stat_wal_receiver) AS timeline
