-- The products that may be ordered. No parameters. Columns: id, name, category (NULL: none yet), active.
SELECT id, name, category, active FROM products ORDER BY sheet_order NULLS LAST, name
