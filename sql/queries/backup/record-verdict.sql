-- A backup that was restored and compared; nothing where it is another database's.
-- $1 id, $2 verified at or NULL, $3 what was different or NULL
UPDATE public.backups SET verified_at = $2::timestamptz, verdict = $3 WHERE id = $1::uuid
