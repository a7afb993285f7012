-- Takes out the events that a batch has added and nobody has edited since.
-- $1: batch id. Columns: restored, removed, kept (events).
WITH removed AS (
  DELETE FROM calendar_events WHERE import_batch_id = $1::int AND row_version = 1 RETURNING id
)
SELECT 0::bigint AS restored, (SELECT count(*) FROM removed) AS removed,
       (SELECT count(*) FROM calendar_events WHERE import_batch_id = $1::int) - (SELECT count(*) FROM removed) AS kept;
