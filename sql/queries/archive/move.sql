-- Moves a batch, as a whole.
-- $1 int run, $2 text table, $3 date and $4 bigint id of the last row before (NULL: from the start), $5 int most rows
-- → moved (rows), last_date, last_id; no row: there is nothing left
SELECT moved, last_date, last_id FROM auth.move_archive($1::integer, $2, $3::date, $4::bigint, $5::integer)
