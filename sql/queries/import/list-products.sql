-- Every spelling that means a product.
-- Columns: key (product_key of the spelling), product_id, name (of the product).
SELECT a.key, a.product_id, p.name FROM product_aliases a JOIN products p ON p.id = a.product_id;
