-- Counts what was there already; a batch that has written nothing is no batch.
-- $1: rows of the file. Columns: id (no row where the batch is gone).
WITH closed AS (
  UPDATE import_batches SET rows_unchanged = greatest(0, $1::bigint - rows_added - rows_changed)
  WHERE id = current_setting('ddi.import_batch')::int AND rows_added + rows_changed > 0
  RETURNING id
), dropped AS (
  DELETE FROM import_batches
  WHERE id = current_setting('ddi.import_batch')::int AND rows_added + rows_changed = 0
)
SELECT id FROM closed;
