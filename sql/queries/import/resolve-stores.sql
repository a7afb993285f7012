-- Gives each shop of the file its id.
UPDATE import_stores i SET store_id = s.id
FROM stores s
WHERE i.store_id IS NULL AND lower(s.name) = lower(i.name);
