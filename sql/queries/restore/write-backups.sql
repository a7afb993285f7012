-- $1 what read-backups told
INSERT INTO public.backups SELECT b.* FROM jsonb_populate_recordset(NULL::public.backups, $1::jsonb) b
ON CONFLICT (id) DO UPDATE SET verified_at = excluded.verified_at, verdict = excluded.verdict, path = excluded.path, machine = excluded.machine
