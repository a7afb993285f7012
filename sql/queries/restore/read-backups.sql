-- What is known of the backups, as one JSON array: a restore must not forget those made since.
SELECT coalesce(jsonb_agg(to_jsonb(b)), '[]') FROM public.backups b
