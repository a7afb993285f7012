-- Opens the batch of a file; its id stays with the transaction as ddi.import_batch.
-- $1: user id, $2: kind, $3: the file's name, $4: digest (hex SHA-256), $5: warnings (JSON array of text).
-- Columns: id.
WITH batch AS (
  INSERT INTO import_batches (user_id, kind, source_name, digest, warnings)
  VALUES ($1::int, $2, $3, $4, $5::jsonb)
  RETURNING id
)
SELECT id, set_config('ddi.import_batch', id::text, true) FROM batch;
