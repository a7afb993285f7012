-- The products of the selectors, by name. Those that are no longer offered come last: old figures may
-- still be mended. One that was merged into another is not among them.
-- → id, name, category (NULL: none)
SELECT id, name, category FROM products WHERE merged_into IS NULL ORDER BY NOT active, name, id
