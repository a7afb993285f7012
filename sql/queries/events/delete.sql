-- Deletes events that nobody has changed meanwhile, all or none. $1 int[] ids, $2 int[] their row_versions
WITH removed AS (
  DELETE FROM calendar_events e USING unnest($1::int[], $2::int[]) AS k (id, row_version)
  WHERE e.id = k.id AND e.row_version = k.row_version
  RETURNING e.id
)
SELECT refuse_stale('calendar_events') WHERE (SELECT count(*) FROM removed) < cardinality($1::int[])
