-- Offers products again, or no longer: the undo of products/delete for those that were only hidden.
-- $1 int[] ids, $2 boolean offered
-- → id, row_version
UPDATE products SET active = $2::boolean WHERE id = ANY ($1::int[]) RETURNING id, row_version
