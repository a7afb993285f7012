-- Forgets another name of a product; its own name stays.
-- $1 int product, $2 text name
-- → alias
DELETE FROM product_aliases a USING products p
WHERE p.id = a.product_id AND a.product_id = $1::int AND a.key = product_key($2) AND a.key <> product_key(p.name)
RETURNING a.alias
