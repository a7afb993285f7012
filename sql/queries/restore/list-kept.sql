-- The databases that restores have put aside, newest first.
-- $1 the database
-- → name, bytes
SELECT d.datname AS name, pg_database_size(d.oid) AS bytes FROM pg_database d
WHERE d.datname ~ ('^' || regexp_replace(left($1::text, 40), '(\W)', '\\\1', 'g') || '_before_[0-9]{8}_[0-9]{6}$')
ORDER BY d.datname DESC
