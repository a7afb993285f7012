-- The statement that makes the database, where it does not exist.
-- $1 its name
-- → statement
SELECT format('CREATE DATABASE %I OWNER ddi_owner TEMPLATE template0 ENCODING ''UTF8''', $1::text) AS statement
WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = $1::text)
