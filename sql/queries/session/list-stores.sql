-- The shops of the selector, by name. Shops that have closed for good come last.
-- Columns: id, name, timezone (IANA name).
SELECT id, name, timezone FROM stores ORDER BY closed_on IS NOT NULL, name, id;
