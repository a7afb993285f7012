-- How it stands with the segments: mode (text), archived (count), last (the newest that was kept), last_at (epoch
-- seconds), failing (the last try failed), failed (count)
SELECT current_setting('archive_mode') AS mode, archived_count AS archived, last_archived_wal AS last,
       extract(epoch FROM last_archived_time)::bigint AS last_at, failed_count AS failed,
       coalesce(last_failed_time > coalesce(last_archived_time, '-infinity'), false) AS failing
FROM pg_stat_archiver
