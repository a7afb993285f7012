-- $1: batch id. Columns: id, kind, source_name, undone (boolean).
SELECT id, kind, source_name, undone_at IS NOT NULL AS undone FROM import_batches WHERE id = $1::int;
