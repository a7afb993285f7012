-- $1 int run
-- → sales, waste (rows that it has moved in all, with what it had moved before it was stopped)
SELECT sales, waste FROM auth.end_archive($1::integer)
