-- One shop's order of one day, in the sheet's own product order.
-- $1 store, $2 day. Columns: those of the view order_lines, with product, category, decider (name), coverage
-- (percent of days that the bounds are to hold) and
-- left_behind: what was thrown away a week before, 0 where a complete day names nothing.
SELECT l.*, coalesce(l.left_last_week, CASE WHEN past.state = 'complete' AND l.made_last_week > 0 THEN 0 END)
         AS left_behind,
       range_coverage(l.explanation) AS coverage, p.name AS product, p.category, u.name AS decider,
       extract(epoch FROM l.decided_at)::bigint AS decided_epoch
FROM order_lines l
JOIN products p ON p.id = l.product_id
LEFT JOIN store_days past ON past.store_id = l.store_id AND past.date = $2::date - 7
LEFT JOIN users u ON u.id = l.decided_by
WHERE l.store_id = $1::integer AND l.forecast_date = $2::date
ORDER BY p.sheet_order NULLS LAST, p.category NULLS LAST, p.name
