-- $1 number, $2 name, $3 checksum, $4 adopted, $5 finished
INSERT INTO schema_migrations (number, name, checksum, adopted, finished)
VALUES ($1::int, $2, $3, $4::boolean, $5::boolean)
ON CONFLICT (number) DO UPDATE SET finished = excluded.finished, applied_at = now()
