-- What may be sold for several days, by the store's days up to its last known one: what was made, sold and thrown
-- away. Only complete days are told of: of others nobody knows what was left.
-- $1 how many days back from that day.
-- Columns: store_id, product_id, shelf_life (days, > 1), date, made, sold, wasted (pieces; made and sold known).
SELECT p.store_id, p.product_id, x.shelf_life_days, p.date, p.quantity_produced AS made, s.quantity_sold AS sold,
       coalesce(w.quantity_wasted, 0) AS wasted
FROM products x
JOIN daily_production p ON p.product_id = x.id
JOIN store_last_days k ON k.store_id = p.store_id AND p.date BETWEEN k.last_day - $1::integer + 1 AND k.last_day
JOIN store_days d ON d.store_id = p.store_id AND d.date = p.date AND d.state IN ('complete', 'closed_early')
JOIN daily_sales s ON s.store_id = p.store_id AND s.date = p.date AND s.product_id = p.product_id
LEFT JOIN daily_waste w ON w.store_id = p.store_id AND w.date = p.date AND w.product_id = p.product_id
WHERE x.shelf_life_days > 1
ORDER BY p.store_id, p.product_id, p.date
