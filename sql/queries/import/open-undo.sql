-- Marks a batch as undone before it is, so that the log takes what follows for its undoing.
-- $1: batch id, $2: user id. Columns: id (no row where the batch was undone meanwhile).
UPDATE import_batches SET undone_at = now(), undone_by = $2::int
WHERE id = $1::int AND undone_at IS NULL
RETURNING id;
