-- Takes the values of a removed column out of all rows.
-- $1 text entity, $2 text name → rows
SELECT auth.clear_column($1, $2) AS rows
