-- Adds a column, or brings back a removed one of this name.
-- $1 text entity ('sales' or 'waste'), $2 text label, $3 text type → name
SELECT auth.add_column($1, $2, $3) AS name
