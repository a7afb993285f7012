-- The latest batch of a file with these bytes that still stands.
-- $1: digest (hex SHA-256). Columns: id, store_id.
SELECT id, store_id FROM import_batches WHERE digest = $1 AND undone_at IS NULL ORDER BY id DESC LIMIT 1;
