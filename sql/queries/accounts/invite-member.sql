-- Makes a user who may choose a password with the code; for one who has none yet a new code.
-- $1 address, $2 name (NULL: the address), $3 int[] stores, $4 text[] the role at each of them
-- → code
SELECT auth.invite_member($1, $2, $3::int[], $4::text[]) AS code
