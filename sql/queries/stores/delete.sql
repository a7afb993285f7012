-- Deletes stores that nobody has changed meanwhile, all or none; one that has rows of its own is kept by its foreign
-- keys. $1 int[] ids, $2 int[] their row_versions
WITH removed AS (
  DELETE FROM stores s USING unnest($1::int[], $2::int[]) AS k (id, row_version)
  WHERE s.id = k.id AND s.row_version = k.row_version
  RETURNING s.id
)
SELECT refuse_stale('stores') WHERE (SELECT count(*) FROM removed) < cardinality($1::int[])
