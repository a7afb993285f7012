-- Takes a batch out of the weather.
-- $1: batch id. Columns: restored, removed, kept (values).
WITH changed AS (
  SELECT (c.before ->> 'store_id')::int AS store_id, (c.before ->> 'date')::date AS date,
         c.before ->> 'measure' AS measure, (c.before ->> 'value')::float8 AS value,
         (c.before ->> 'import_batch_id')::int AS batch_id
  FROM import_changes c
  WHERE c.batch_id = $1::int AND c.table_name = 'weather'
), restored AS (
  UPDATE weather d SET value = c.value, import_batch_id = c.batch_id
  FROM changed c
  WHERE d.import_batch_id = $1::int AND d.store_id IS NOT DISTINCT FROM c.store_id AND d.date = c.date
    AND d.measure = c.measure
  RETURNING d.date
), removed AS (
  DELETE FROM weather d
  WHERE d.import_batch_id = $1::int
    AND NOT EXISTS (SELECT FROM changed c
                    WHERE c.store_id IS NOT DISTINCT FROM d.store_id AND c.date = d.date AND c.measure = d.measure)
  RETURNING d.date
)
SELECT (SELECT count(*) FROM restored) AS restored, (SELECT count(*) FROM removed) AS removed, 0::bigint AS kept;
