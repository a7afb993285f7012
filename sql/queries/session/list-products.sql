-- The products of the selectors, by name. Those that are no longer offered come last: old figures may
-- still be mended.
-- → id, name
SELECT id, name FROM products ORDER BY NOT active, name, id
