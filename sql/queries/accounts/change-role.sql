-- $1 user, $2 role, $3 int[] stores (NULL: those they have)
SELECT auth.change_role($1::int, $2, $3::int[])
