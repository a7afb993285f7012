-- The account of an address, for administrators.
-- $1 address
-- → id
SELECT id FROM auth.accounts() WHERE lower(email) = lower(btrim($1))
