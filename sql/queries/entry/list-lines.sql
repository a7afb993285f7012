-- The products of one shop's day, in the order of the throw-away sheet: what is written, what was ordered
-- and forecast, and the day before.
-- $1 int store, $2 date
-- → product_id, name, category, made (pieces, NULL: not written), made_version (0: no row), sold_out_at
--   ('HH:MI'), wasted (pieces, NULL: not written), waste_version (0: no row), reason, ordered (pieces
--   approved, NULL: no decided order), forecast (pieces, NULL), made_before, wasted_before (pieces, NULL)
SELECT p.id AS product_id, p.name, p.category, m.quantity_produced AS made, coalesce(m.row_version, 0) AS made_version,
       to_char(m.sold_out_at, 'HH24:MI') AS sold_out_at, w.quantity_wasted AS wasted,
       coalesce(w.row_version, 0) AS waste_version, w.reason,
       CASE WHEN l.status = 'approved' THEN l.quantity END AS ordered, l.predicted_demand AS forecast,
       mb.quantity_produced AS made_before, wb.quantity_wasted AS wasted_before
FROM products p
LEFT JOIN product_offers o ON o.product_id = p.id AND o.store_id = $1::int
LEFT JOIN daily_production m ON m.store_id = $1::int AND m.date = $2::date AND m.product_id = p.id
LEFT JOIN all_waste w ON w.store_id = $1::int AND w.date = $2::date AND w.product_id = p.id
LEFT JOIN daily_production mb ON mb.store_id = $1::int AND mb.date = $2::date - 1 AND mb.product_id = p.id
LEFT JOIN all_waste wb ON wb.store_id = $1::int AND wb.date = $2::date - 1 AND wb.product_id = p.id
LEFT JOIN order_lines l ON l.store_id = $1::int AND l.forecast_date = $2::date AND l.product_id = p.id
WHERE m.id IS NOT NULL OR w.id IS NOT NULL
   OR (p.active AND coalesce(o.offered_from, '-infinity') <= $2::date AND coalesce(o.offered_to, 'infinity') >= $2::date)
ORDER BY p.sheet_order NULLS LAST, p.category, p.name
