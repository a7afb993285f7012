-- How often a product has been changed, for who edits it next.
-- $1 int product
-- → row_version
SELECT row_version FROM products WHERE id = $1::int
