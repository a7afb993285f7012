-- The backups, newest first.
-- $1 at most
-- → id, made_at, kind, table_name, machine, path, bytes, encrypted, newest_sale, verified_at, verdict
SELECT id, made_at, kind, table_name, machine, path, bytes, encrypted, newest_sale, verified_at, verdict
FROM public.backups
ORDER BY made_at DESC, id
LIMIT $1::int
