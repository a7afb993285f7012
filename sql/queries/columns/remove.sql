-- Takes a column out of sight; its values stay.
-- $1 text entity, $2 text name → done (false: there is no such column)
SELECT auth.remove_column($1, $2) AS done
