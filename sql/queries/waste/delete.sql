-- Deletes rows that nobody has changed meanwhile, all or none.
-- $1 bigint[] ids, $2 int[] their row_versions
-- → removed (JSON text of each row, for restore)
WITH removed AS (
  DELETE FROM daily_waste s USING unnest($1::bigint[], $2::int[]) AS k(id, row_version)
  WHERE s.id = k.id AND s.row_version = k.row_version
  RETURNING to_jsonb(s) AS removed
)
SELECT removed::text AS removed FROM removed
UNION ALL
SELECT refuse_archived_row('daily_waste')::text WHERE (SELECT count(*) FROM removed) < cardinality($1::bigint[])
  AND EXISTS (SELECT FROM daily_waste_archive WHERE id = ANY ($1::bigint[]))
UNION ALL
SELECT refuse_stale('daily_waste')::text WHERE (SELECT count(*) FROM removed) < cardinality($1::bigint[])
