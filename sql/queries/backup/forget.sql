-- A backup whose file was removed.
-- $1 id
DELETE FROM public.backups WHERE id = $1::uuid
