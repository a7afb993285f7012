-- The products that may be ordered. No parameters. Columns: id, name, category (NULL: none yet), active,
-- shelf_life_days.
SELECT id, name, category, active, shelf_life_days FROM products ORDER BY sheet_order NULLS LAST, name
