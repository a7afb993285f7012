-- Held until this session ends: whoever finds the database and can take its lock knows that nobody works in it.
-- $1 the database's name
SELECT pg_advisory_lock(hashtextextended('ddi scratch ' || $1::text, 0))
