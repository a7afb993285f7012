-- One product's days around a forecast, for its chart. $1 store, $2 product, $3 first day, $4 last day.
-- Columns: date, sold, sold_out, predicted, lower, upper (pieces; NULL: not known).
SELECT g.date::date AS date, s.quantity_sold AS sold,
       p.sold_out_at IS NOT NULL
         OR is_sell_out(d.state, p.quantity_produced, w.quantity_wasted, s.quantity_sold) AS sold_out,
       f.predicted_demand AS predicted, f.lower_bound AS lower, f.upper_bound AS upper
FROM generate_series($3::date, $4::date, '1 day') g(date)
LEFT JOIN all_sales s ON s.store_id = $1::integer AND s.product_id = $2::integer AND s.date = g.date
LEFT JOIN daily_production p ON p.store_id = $1::integer AND p.product_id = $2::integer AND p.date = g.date
LEFT JOIN store_days d ON d.store_id = $1::integer AND d.date = g.date
LEFT JOIN all_waste w ON w.store_id = $1::integer AND w.product_id = $2::integer AND w.date = g.date
LEFT JOIN order_lines f ON f.store_id = $1::integer AND f.product_id = $2::integer AND f.forecast_date = g.date
ORDER BY g.date
