-- Lets a product be known by another name. A name that means another product already is refused.
-- $1 int product, $2 text name
-- → key
WITH added AS (
  INSERT INTO product_aliases (key, alias, product_id) VALUES (product_key($2), btrim($2), $1::int)
  ON CONFLICT (key) DO UPDATE SET alias = excluded.alias WHERE product_aliases.product_id = excluded.product_id
  RETURNING key
)
SELECT key FROM added
UNION ALL
SELECT refuse_doubled('product_aliases')::text WHERE NOT EXISTS (SELECT FROM added)
