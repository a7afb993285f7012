-- Gives a column another heading.
-- $1 text entity, $2 text name, $3 text label → done (false: there is no such column)
SELECT auth.rename_column($1, $2, $3) AS done
