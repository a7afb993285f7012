-- What is known of the archive.
-- → years (after how many figures are old), archived_sales, archived_waste (rows, about), bytes, oldest (archived day; NULL:
--   none), last_run (UTC, when it ended or was stopped; NULL: there was none), last_back (it brought rows back),
--   last_before (the first day it left alone), last_sales, last_waste (rows it moved), stopped (it did not come to its end, and nobody is at it)
SELECT coalesce((SELECT (s.value #>> '{}')::integer FROM settings s WHERE s.key = 'archive_years'), 2) AS years,
       (SELECT sum(greatest(c.reltuples, 0)) FROM pg_partition_tree('daily_sales_archive') t JOIN pg_class c ON c.oid = t.relid
        WHERE c.relkind = 'r')::bigint AS archived_sales,
       (SELECT sum(greatest(c.reltuples, 0)) FROM pg_partition_tree('daily_waste_archive') t JOIN pg_class c ON c.oid = t.relid
        WHERE c.relkind = 'r')::bigint AS archived_waste,
       (SELECT sum(pg_total_relation_size(t.relid))
        FROM (SELECT relid FROM pg_partition_tree('daily_sales_archive') UNION ALL
              SELECT relid FROM pg_partition_tree('daily_waste_archive')) t)::bigint AS bytes,
       least((SELECT min(date) FROM daily_sales_archive), (SELECT min(date) FROM daily_waste_archive)) AS oldest,
       to_char(coalesce(r.ended_at, r.moved_at, r.started_at), 'YYYY-MM-DD HH24:MI') AS last_run, r.back AS last_back,
       r.before AS last_before, r.sales AS last_sales, r.waste AS last_waste, r.id IS NOT NULL AND r.ended_at IS NULL
         AND NOT EXISTS (SELECT FROM pg_locks l
                         WHERE l.locktype = 'advisory' AND l.objsubid = 1
                           AND l.database = (SELECT d.oid FROM pg_database d WHERE d.datname = current_database())
                           AND (l.classid::bigint << 32 | l.objid::bigint) = hashtextextended('ddi.archive', 0)) AS stopped
FROM (VALUES (1)) one (x)
LEFT JOIN LATERAL (SELECT * FROM auth.archive_runs ORDER BY id DESC LIMIT 1) r ON true
