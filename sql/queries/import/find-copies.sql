-- Days of the sheet whose figures are those of another day, of the same shop at any time or of any
-- shop within ten weeks. Nine in ten of at least five counted figures must agree: chance does not.
-- Columns: date (of the sheet), store (name), original (the other day), agreeing, counted (figures).
WITH figures AS (
  SELECT s.store_id, n.product_id, r.date, r.made, r.wasted
  FROM import_rows r
  JOIN import_stores s ON s.ref = r.store_ref
  JOIN import_names n ON n.ref = r.name_ref
  WHERE r.made > 0 AND r.wasted > 0
), days AS (
  SELECT date, count(*) AS counted FROM figures GROUP BY date HAVING count(*) >= 5
), agreeing AS (
  SELECT f.date, p.store_id, p.date AS original, count(*) AS agreeing
  FROM figures f
  JOIN daily_production p ON p.product_id = f.product_id AND p.quantity_produced = f.made
    AND (p.store_id = f.store_id OR p.date BETWEEN f.date - 70 AND f.date + 70)
    AND (p.store_id, p.date) IS DISTINCT FROM (f.store_id, f.date)
  JOIN all_waste w ON w.store_id = p.store_id AND w.date = p.date AND w.product_id = p.product_id
    AND w.quantity_wasted = f.wasted
  GROUP BY f.date, p.store_id, p.date
)
SELECT DISTINCT ON (d.date) d.date, s.name AS store, a.original, a.agreeing, d.counted
FROM days d
JOIN agreeing a ON a.date = d.date AND a.agreeing >= 0.9 * d.counted
JOIN stores s ON s.id = a.store_id
ORDER BY d.date, a.agreeing DESC, abs(a.original - d.date);
