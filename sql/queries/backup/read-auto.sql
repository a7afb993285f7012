-- What is to be done by itself, and how long ago it was done: seconds since the newest backup of everything, since
-- the newest of them that was restored and compared, and since this database was made.
-- → settings (JSON) or NULL, age or NULL, verified_age or NULL, born, database_uuid
SELECT (SELECT s.value FROM public.settings s WHERE s.key = 'backup') AS settings,
       extract(epoch FROM now() - (SELECT max(b.made_at) FROM public.backups b WHERE b.table_name IS NULL))::bigint AS age,
       extract(epoch FROM now() - (SELECT max(b.made_at) FROM public.backups b
                                   WHERE b.table_name IS NULL AND b.verified_at IS NOT NULL))::bigint AS verified_age,
       extract(epoch FROM now() - (SELECT min(m.applied_at) FROM public.schema_migrations m))::bigint AS born,
       (SELECT s.value #>> '{}' FROM public.settings s WHERE s.key = 'database_uuid') AS database_uuid
