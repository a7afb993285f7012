-- Takes a merge back: rows return to the product that went, sums become what they were, what was edited since
-- stays with the product that stayed.
-- $1 int merge
-- → id (of the product that is there again)
SELECT auth.undo_merge($1::int) AS id
