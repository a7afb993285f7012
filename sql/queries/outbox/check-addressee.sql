-- Lets a unit go on only in the database and for the person that it was written for.
-- $1 text the database's UUID, $2 int user
-- → true
SELECT check_addressee($1, $2::int) AS good
