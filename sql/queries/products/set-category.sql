-- Puts a product into a category.
-- $1 int product, $2 text category (NULL: none)
UPDATE products SET category = nullif(btrim($2), '') WHERE id = $1::int
