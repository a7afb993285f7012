-- Writes what was thrown away of a product on a day, or takes it out, where nobody has changed it
-- meanwhile; at the cost in force, where there is one.
-- $1 int user, $2 int store, $3 date, $4 int product, $5 int pieces (NULL: not written), $6 text reason (NULL),
-- $7 int row_version that was seen (0: there was none)
-- → row_version (0: there is none now)
WITH removed AS (
  DELETE FROM daily_waste
  WHERE $5::int IS NULL AND store_id = $2::int AND date = $3::date AND product_id = $4::int AND row_version = $7::int
  RETURNING 0 AS row_version
), changed AS (
  UPDATE daily_waste
  SET quantity_wasted = $5::int, reason = $6,
      cost = CASE WHEN quantity_wasted = $5::int THEN cost ELSE $5::int * cost_on($4::int, $2::int, $3::date) END
  WHERE $5::int IS NOT NULL AND store_id = $2::int AND date = $3::date AND product_id = $4::int AND row_version = $7::int
  RETURNING row_version
), entered AS (
  INSERT INTO daily_waste (user_id, store_id, date, product_id, product_name, quantity_wasted, reason, cost)
  SELECT $1::int, $2::int, $3::date, p.id, p.name, $5::int, $6, $5::int * cost_on(p.id, $2::int, $3::date)
  FROM products p WHERE p.id = $4::int AND $5::int IS NOT NULL AND $7::int = 0
  ON CONFLICT (store_id, date, product_id) DO NOTHING
  RETURNING row_version
), untouched AS (
  SELECT 0 AS row_version
  WHERE $5::int IS NULL AND $7::int = 0
    AND NOT EXISTS (SELECT FROM all_waste WHERE store_id = $2::int AND date = $3::date AND product_id = $4::int)
), done AS (
  SELECT row_version FROM removed UNION ALL SELECT row_version FROM changed
  UNION ALL SELECT row_version FROM entered UNION ALL SELECT row_version FROM untouched
)
SELECT row_version FROM done
UNION ALL
SELECT refuse_archived_row('daily_waste')::int
WHERE NOT EXISTS (SELECT FROM done)
  AND EXISTS (SELECT FROM daily_waste_archive WHERE store_id = $2::int AND date = $3::date AND product_id = $4::int)
UNION ALL
SELECT refuse_stale('daily_waste')::int WHERE NOT EXISTS (SELECT FROM done)
