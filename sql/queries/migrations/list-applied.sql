-- → number, name, checksum (hex SHA-256), finished
SELECT number, name, checksum, finished FROM public.schema_migrations ORDER BY number
