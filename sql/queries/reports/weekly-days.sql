-- The days of a week, and of the week after.
-- $1 text district (NULL: all), $2 date Sunday
-- → date (14 of them), predicted, sold, wasted (pieces; NULL: none known)
WITH shops AS (
  SELECT s.id FROM stores s JOIN districts d ON d.id = s.district_id
  WHERE $1::text IS NULL OR lower(btrim(d.name)) = lower(btrim($1::text))
)
SELECT i.day::date AS date, f.predicted, s.sold, w.wasted
FROM generate_series($2::date, $2::date + 13, '1 day') i (day)
LEFT JOIN LATERAL (
  SELECT sum(x.predicted_demand) AS predicted FROM forecasts x
  WHERE x.forecast_date = i.day::date AND x.store_id IN (SELECT id FROM shops)
    AND (x.status <> 'pending'
         OR NOT EXISTS (SELECT FROM forecasts d WHERE d.store_id = x.store_id AND d.forecast_date = x.forecast_date
                          AND d.product_id = x.product_id AND d.status <> 'pending'))) f ON true
LEFT JOIN LATERAL (SELECT sum(x.quantity_sold) AS sold FROM all_sales x
                   WHERE x.date = i.day::date AND x.store_id IN (SELECT id FROM shops)) s ON true
LEFT JOIN LATERAL (SELECT sum(x.quantity_wasted) AS wasted FROM all_waste x
                   WHERE x.date = i.day::date AND x.store_id IN (SELECT id FROM shops)) w ON true
ORDER BY 1
