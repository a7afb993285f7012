-- Gives an added column another type, in all rows or in none.
-- $1 text entity, $2 text name, $3 text type, $4 text what is said of the values that are kept, $5 bigint how many rows at
-- most may have a value that is none of this type (it is kept, the column is empty there)
-- → rows (written), kept (of those, with a former value that is kept), empty (of those, with none of the new type),
-- kept_name (the removed column that keeps them; NULL: none). No row: there is no such column.
SELECT n_rows AS rows, n_kept AS kept, n_empty AS empty, kept_name FROM auth.retype_column($1, $2, $3, $4, $5)
