-- The districts by name.
-- → id, name, n_stores
SELECT d.id, d.name, (SELECT count(*) FROM stores s WHERE s.district_id = d.id) AS n_stores
FROM districts d ORDER BY d.name
