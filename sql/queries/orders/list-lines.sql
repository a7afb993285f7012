-- One shop's order of one day, in the sheet's own product order.
-- $1 store, $2 day. Columns: those of the view order_lines, with product, category, decider (name).
SELECT l.*, p.name AS product, p.category, u.name AS decider,
       extract(epoch FROM l.decided_at)::bigint AS decided_epoch
FROM order_lines l
JOIN products p ON p.id = l.product_id
LEFT JOIN users u ON u.id = l.decided_by
WHERE l.store_id = $1::integer AND l.forecast_date = $2::date
ORDER BY p.sheet_order NULLS LAST, p.category NULLS LAST, p.name
