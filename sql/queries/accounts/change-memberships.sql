-- What somebody may at each of their shops; an administrator is none after that.
-- $1 user, $2 int[] stores, $3 text[] the role at each of them
SELECT auth.change_memberships($1::int, $2::int[], $3::text[])
