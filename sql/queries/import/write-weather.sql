-- Adds what the file tells to the weather and changes what it tells otherwise.
-- Columns: added, changed (values).
WITH written AS (
  INSERT INTO weather AS d (store_id, date, measure, value, import_batch_id)
  SELECT DISTINCT ON (s.store_id, r.date, r.measure) s.store_id, r.date, r.measure, r.value,
         current_setting('ddi.import_batch')::int
  FROM import_weather r
  LEFT JOIN import_stores s ON s.ref = r.store_ref
  ORDER BY s.store_id, r.date, r.measure
  ON CONFLICT (store_id, date, measure) DO UPDATE
    SET value = excluded.value, import_batch_id = excluded.import_batch_id
    WHERE d.value <> excluded.value
  RETURNING (xmax = 0) AS added
), counted AS (
  SELECT count(*) FILTER (WHERE added) AS added, count(*) FILTER (WHERE NOT added) AS changed FROM written
), told AS (
  UPDATE import_batches b
  SET rows_added = c.added, rows_changed = c.changed, first_date = (SELECT min(date) FROM import_weather),
      last_date = (SELECT max(date) FROM import_weather)
  FROM counted c WHERE b.id = current_setting('ddi.import_batch')::int
)
SELECT added, changed FROM counted;
