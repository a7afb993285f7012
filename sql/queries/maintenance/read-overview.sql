-- How the server and the database are.
-- → version, role, started_at (UTC), uptime (seconds), bytes (of the database), connections, allowed (connections),
--   hit_ratio (blocks that were in memory, 0…1; NULL: none was asked for), standby (it is one), replicas,
--   lag (seconds that the slowest replica, or this standby, is behind; NULL: none is known)
SELECT current_setting('server_version') AS version,
       current_user::text AS role,
       to_char(pg_postmaster_start_time(), 'YYYY-MM-DD HH24:MI') AS started_at,
       extract(epoch FROM now() - pg_postmaster_start_time())::bigint AS uptime,
       pg_database_size(d.datname) AS bytes,
       (SELECT count(*) FROM pg_stat_activity a WHERE a.backend_type = 'client backend') AS connections,
       current_setting('max_connections')::integer AS allowed,
       d.blks_hit::float8 / nullif(d.blks_hit + d.blks_read, 0) AS hit_ratio,
       pg_is_in_recovery() AS standby,
       (SELECT count(*) FROM pg_stat_replication) AS replicas,
       CASE WHEN pg_is_in_recovery() THEN extract(epoch FROM now() - pg_last_xact_replay_timestamp())
            ELSE (SELECT extract(epoch FROM max(r.replay_lag)) FROM pg_stat_replication r) END::float8 AS lag
FROM pg_stat_database d
WHERE d.datname = current_database()
