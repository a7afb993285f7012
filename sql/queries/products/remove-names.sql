-- Forgets names of a product; its own stays.
-- $1 int product, $2 text[] names
-- → n (names)
WITH removed AS (
  DELETE FROM product_aliases a USING products p
  WHERE p.id = $1::int AND a.product_id = p.id AND a.key <> product_key(p.name)
    AND a.key IN (SELECT product_key(k.name) FROM unnest($2::text[]) AS k(name))
  RETURNING 1
)
SELECT count(*) AS n FROM removed
