-- The shops that a file may belong to.
-- Columns: id, name, code, pc_number.
SELECT id, name, code, pc_number FROM stores ORDER BY closed_on IS NOT NULL, name, id;
