-- Gives each name of the file its product.
UPDATE import_names i SET product_id = a.product_id
FROM product_aliases a
WHERE i.product_id IS NULL AND a.key = product_key(coalesce(i.means, i.written));
