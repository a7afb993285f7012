-- Makes a user who may choose a password with the code; for one who has none yet a new code.
-- $1 address, $2 name (NULL: the address), $3 role, $4 int[] stores
-- → code
SELECT auth.invite($1, $2, $3, $4::int[]) AS code
