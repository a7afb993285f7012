-- How far a session's maintenance is.
-- $1 pid
-- → phase, done, total (blocks or other units; total 0: not known)
SELECT p.phase, p.heap_blks_scanned AS done, p.heap_blks_total AS total
FROM pg_stat_progress_vacuum p WHERE p.pid = $1::integer
UNION ALL
SELECT p.phase, p.sample_blks_scanned, p.sample_blks_total
FROM pg_stat_progress_analyze p WHERE p.pid = $1::integer
UNION ALL
SELECT p.phase, greatest(p.blocks_done, p.tuples_done),
       CASE WHEN p.tuples_done > 0 THEN p.tuples_total ELSE p.blocks_total END
FROM pg_stat_progress_create_index p WHERE p.pid = $1::integer
UNION ALL
SELECT p.phase, p.heap_blks_scanned, p.heap_blks_total
FROM pg_stat_progress_cluster p WHERE p.pid = $1::integer
