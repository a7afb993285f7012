-- The product of a name, its own or another one it is known by; a merged one by its own name only.
-- $1 text name
-- → id, name, row_version, merge_id (NULL: it is not merged)
SELECT p.id, p.name, p.row_version,
       (SELECT max(m.id) FROM product_merges m WHERE m.merged_id = p.id AND m.undone_at IS NULL) AS merge_id
FROM products p
WHERE product_key(p.name) = product_key($1)
   OR EXISTS (SELECT FROM product_aliases a WHERE a.product_id = p.id AND a.key = product_key($1))
ORDER BY product_key(p.name) <> product_key($1), p.id
LIMIT 1
