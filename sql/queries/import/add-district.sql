-- A new shop needs a district; the first one gets made with it.
INSERT INTO districts (name)
SELECT 'District'
WHERE NOT EXISTS (SELECT FROM districts)
  AND EXISTS (SELECT FROM import_stores i
              WHERE i.store_id IS NULL AND NOT EXISTS (SELECT FROM stores s WHERE lower(s.name) = lower(i.name)));
