-- Deletes stores; one that has rows of its own is kept by its foreign keys.
-- $1 int[] ids
DELETE FROM stores WHERE id = ANY ($1::int[])
