-- Tells the administrators that somebody forgot a password; says nothing of whether the address is known.
-- $1 address
SELECT auth.request_reset($1)
