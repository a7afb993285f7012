-- The supplier's file: what each shop gets of each product. $1 day, $2 only this store (0: all), $3 only
-- what is approved. Columns: store_id, store, product, category, quantity (pieces), pack.
SELECT s.id AS store_id, s.name AS store, p.name AS product, p.category, l.quantity, l.status,
       coalesce((l.explanation ->> 'pack')::integer, 1) AS pack
FROM order_lines l JOIN stores s ON s.id = l.store_id JOIN products p ON p.id = l.product_id
WHERE l.forecast_date = $1::date AND ($2::integer = 0 OR s.id = $2::integer)
  AND (NOT $3::boolean OR l.status = 'approved')
ORDER BY p.sheet_order NULLS LAST, p.category NULLS LAST, p.name, s.name
