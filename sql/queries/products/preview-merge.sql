-- What merging one product into another would do; an error where it cannot be, or the person may not.
-- $1 int the one that goes, $2 int the one that stays
-- → for production, waste, sales and forecasts: their rows (n_…) and how many of them are on a shop's day that
--   both have (both_…), archived rows included; n_aliases (names that move, its own included), n_stores, first_day,
--   last_day (of the figures, NULL: none), gone_version, kept_version
WITH figures AS (
  SELECT 'production' AS kind, r.store_id, r.date,
         EXISTS (SELECT FROM daily_production k WHERE k.store_id = r.store_id AND k.date = r.date AND k.product_id = $2::int) AS shared
  FROM daily_production r WHERE r.product_id = $1::int
  UNION ALL
  SELECT 'waste', r.store_id, r.date,
         EXISTS (SELECT FROM daily_waste k WHERE k.store_id = r.store_id AND k.date = r.date AND k.product_id = $2::int)
  FROM daily_waste r WHERE r.product_id = $1::int
  UNION ALL
  SELECT 'waste', r.store_id, r.date,
         EXISTS (SELECT FROM daily_waste_archive k WHERE k.store_id = r.store_id AND k.date = r.date AND k.product_id = $2::int)
  FROM daily_waste_archive r WHERE r.product_id = $1::int
  UNION ALL
  SELECT 'sales', r.store_id, r.date,
         EXISTS (SELECT FROM daily_sales k WHERE k.store_id = r.store_id AND k.date = r.date AND k.product_id = $2::int)
  FROM daily_sales r WHERE r.product_id = $1::int
  UNION ALL
  SELECT 'sales', r.store_id, r.date,
         EXISTS (SELECT FROM daily_sales_archive k WHERE k.store_id = r.store_id AND k.date = r.date AND k.product_id = $2::int)
  FROM daily_sales_archive r WHERE r.product_id = $1::int
), counts AS (
  SELECT count(*) FILTER (WHERE kind = 'production') AS n_production,
         count(*) FILTER (WHERE kind = 'production' AND shared) AS both_production,
         count(*) FILTER (WHERE kind = 'waste') AS n_waste, count(*) FILTER (WHERE kind = 'waste' AND shared) AS both_waste,
         count(*) FILTER (WHERE kind = 'sales') AS n_sales, count(*) FILTER (WHERE kind = 'sales' AND shared) AS both_sales,
         count(DISTINCT store_id) AS n_stores, min(date) AS first_day, max(date) AS last_day
  FROM figures
), ahead AS (
  SELECT count(*) AS n_forecasts,
         count(*) FILTER (WHERE EXISTS (SELECT FROM forecasts k WHERE k.store_id = f.store_id AND k.forecast_date = f.forecast_date
                                          AND k.product_id = $2::int AND (k.status = 'pending') = (f.status = 'pending'))) AS both_forecasts
  FROM forecasts f WHERE f.product_id = $1::int
)
SELECT c.*, a.*, (SELECT count(*) FROM product_aliases x WHERE x.product_id = $1::int) AS n_aliases,
       g.row_version AS gone_version, k.row_version AS kept_version
FROM counts c CROSS JOIN ahead a
JOIN products g ON g.id = $1::int
JOIN products k ON k.id = $2::int
WHERE auth.check_merge($1::int, $2::int)
