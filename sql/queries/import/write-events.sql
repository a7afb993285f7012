-- Adds the events that are not there yet.
-- Columns: added, changed (always 0).
WITH written AS (
  INSERT INTO calendar_events (store_id, starts_on, ends_on, name, kind, expected_effect, closes_at, product_id, category, import_batch_id)
  SELECT DISTINCT s.store_id, e.starts_on, e.ends_on, e.name, e.kind, e.expected_effect::numeric(6, 3),
         time '00:00' + e.closes_at * interval '1 minute', named_product(e.product), e.category,
         current_setting('ddi.import_batch')::int
  FROM import_events e
  LEFT JOIN import_stores s ON s.ref = e.store_ref
  ON CONFLICT ON CONSTRAINT calendar_events_once DO NOTHING
  RETURNING id
), counted AS (
  SELECT count(*) AS added, 0::bigint AS changed FROM written
), told AS (
  UPDATE import_batches b
  SET rows_added = c.added, first_date = (SELECT min(starts_on) FROM import_events),
      last_date = (SELECT max(ends_on) FROM import_events)
  FROM counted c WHERE b.id = current_setting('ddi.import_batch')::int
)
SELECT added, changed FROM counted;
