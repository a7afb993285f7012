-- Takes out the shops that a batch has made and nothing else speaks of.
-- $1: batch id. Columns: restored (always 0), removed, kept (always 0).
SELECT 0::bigint AS restored, count(*) FILTER (WHERE take_back_store(c.row_id::int, c.batch_id)) AS removed,
       0::bigint AS kept
FROM import_changes c
WHERE c.batch_id = $1::int AND c.table_name = 'stores';
