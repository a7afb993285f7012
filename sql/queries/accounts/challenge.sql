-- How to prove that one is the user of an address; any address has an answer.
-- $1 address
-- → setting (see src/auth/ddi-key.h)
SELECT auth.challenge($1) AS setting
