-- $1 a database
-- → statement that drops it, whoever is connected to it, where it exists
SELECT format('DROP DATABASE %I WITH (FORCE)', d.datname) FROM pg_database d WHERE d.datname = $1
