-- The card of today: who has reported yesterday, what was thrown away, what is ordered for tomorrow.
-- $1 int[] stores (NULL: all), $2 date today
-- → date (yesterday), received, expected (shops), made, wasted (pieces), delivery (date, tomorrow), ordered (pieces:
--   approved, else proposed), n_approved, n_pending (shops)
WITH shop AS (
  SELECT s.* FROM stores s
  WHERE ($1::int[] IS NULL OR s.id = ANY ($1))
), expected AS (
  SELECT s.id,
         EXISTS (SELECT FROM store_days d WHERE d.store_id = s.id AND d.date = $2::date - 1 AND d.state <> 'not_started')
         OR EXISTS (SELECT FROM daily_sales x WHERE x.store_id = s.id AND x.date = $2::date - 1)
         OR EXISTS (SELECT FROM daily_waste x WHERE x.store_id = s.id AND x.date = $2::date - 1) AS received
  FROM shop s
  WHERE is_store_open(s.id, $2::date - 1)
), lines AS (
  SELECT f.store_id, f.product_id, coalesce(f.approved_quantity, f.order_quantity, 0) AS quantity, f.status,
         row_number() OVER (PARTITION BY f.store_id, f.product_id ORDER BY f.status = 'pending', f.id DESC) AS n
  FROM forecasts f JOIN shop s ON s.id = f.store_id
  WHERE f.forecast_date = $2::date + 1
)
SELECT $2::date - 1 AS date, (SELECT count(*) FROM expected WHERE received) AS received,
       (SELECT count(*) FROM expected) AS expected,
       (SELECT coalesce(sum(p.quantity_produced), 0) FROM daily_production p JOIN shop s ON s.id = p.store_id
        WHERE p.date = $2::date - 1) AS made,
       (SELECT coalesce(sum(w.quantity_wasted), 0) FROM daily_waste w JOIN shop s ON s.id = w.store_id
        WHERE w.date = $2::date - 1) AS wasted,
       $2::date + 1 AS delivery,
       (SELECT coalesce(sum(quantity), 0) FROM lines WHERE n = 1 AND status <> 'rejected') AS ordered,
       (SELECT count(*) FROM (SELECT store_id FROM lines WHERE n = 1
                              GROUP BY store_id HAVING bool_and(status <> 'pending')) x) AS n_approved,
       (SELECT count(DISTINCT store_id) FROM lines WHERE n = 1 AND status = 'pending') AS n_pending
