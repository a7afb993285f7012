-- What each line of all shops expects, for the foot's totals by category. $1 day.
-- Columns: category (NULL: none), predicted_demand, lower_bound, upper_bound, quantity, last_week (pieces), store_id,
-- pending_id (NULL: it is decided), coverage (percent of days that the bounds are to hold).
SELECT p.category, l.predicted_demand, l.lower_bound, l.upper_bound, l.quantity, l.last_week, l.store_id,
       CASE WHEN l.status = 'pending' THEN l.id END AS pending_id, l.coverage
FROM auth.list_order_lines($1::date, 0) l JOIN products p ON p.id = l.product_id
ORDER BY p.sheet_order NULLS LAST, p.category NULLS LAST, p.name, l.store_id
