-- The statement that tells when the database was last backed up, where backups are recorded at all: only then is
-- there a table of them.
-- → statement (no row: no such table); of that statement: days (since the last; NULL: never)
SELECT format('SELECT extract(epoch FROM now() - max(made_at))::float8 / 86400 AS days FROM %s b '
              'WHERE to_jsonb(b) ->> ''table_name'' IS NULL', c.oid::regclass)
         AS statement
FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
WHERE c.oid = to_regclass('public.backups') AND a.attname = 'made_at'
