-- A backup that was made.
-- $1 id, $2 made_at, $3 kind, $4 table or NULL, $5 machine, $6 path, $7 bytes, $8 encrypted, $9 digest, $10 newest sale or NULL
INSERT INTO public.backups (id, made_at, kind, table_name, machine, path, bytes, encrypted, digest, newest_sale)
VALUES ($1::uuid, $2::timestamptz, $3, $4, $5, $6, $7::bigint, $8::boolean, $9, $10::date)
ON CONFLICT (id) DO UPDATE SET machine = excluded.machine, path = excluded.path
