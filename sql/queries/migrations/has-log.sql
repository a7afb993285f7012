-- → 't' where schema_migrations exists
SELECT to_regclass('public.schema_migrations') IS NOT NULL
