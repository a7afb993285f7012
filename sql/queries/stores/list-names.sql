-- What the stores are called. No parameters. Columns: id, name, code, pc_number (NULL: none).
SELECT id, name, code, pc_number FROM stores ORDER BY closed_on IS NOT NULL, name, id
