-- Merges a product into another; both as they were seen.
-- $1 int the one that goes, $2 int its row_version, $3 int the one that stays, $4 int its row_version
-- → id (of the merge, for products/undo-merge)
SELECT auth.merge_products($1::int, $2::int, $3::int, $4::int) AS id
