-- Other names that a product is known by on sheets and in files; one that another product has is refused.
-- $1 int product (0: the one that this unit has just added), $2 text[] names
-- → n (names)
WITH product AS (
  SELECT CASE WHEN $1::int > 0 THEN $1::int ELSE current_setting('ddi.product')::int END AS id
), added AS (
  INSERT INTO product_aliases (key, alias, product_id)
  SELECT product_key(k.name), min(btrim(k.name)), p.id
  FROM unnest($2::text[]) AS k(name) CROSS JOIN product p
  WHERE NOT EXISTS (SELECT FROM product_aliases a WHERE a.key = product_key(k.name) AND a.product_id = p.id)
  GROUP BY product_key(k.name), p.id
  RETURNING 1
)
SELECT count(*) AS n FROM added
