-- Begins to move rows, or goes on where that was stopped.
-- $1 boolean back, $2 date the first day, $3 date the first day that is left alone, $4 int the person (0: only the
-- owner is known)
-- → run
SELECT auth.begin_archive($1::boolean, $2::date, $3::date, nullif($4::integer, 0)) AS run
