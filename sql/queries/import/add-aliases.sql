-- A name that somebody said is a product's is remembered as one of its spellings.
INSERT INTO product_aliases (key, alias, product_id)
SELECT product_key(i.written), min(i.written), min(i.product_id)
FROM import_names i
WHERE i.product_id IS NOT NULL
GROUP BY 1
ON CONFLICT (key) DO NOTHING;
