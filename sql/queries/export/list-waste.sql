-- A window of what was thrown away, in the order of shop, day and product, behind the row that was
-- the last one before.
-- $1: store id or NULL (all), $2, $3: first and last day or NULL, $4, $5, $6, $7: store id, day,
-- product id and id of the last row seen or NULL, $8: how many rows.
-- Columns: store_id, day, product_id, id, store (name), then
-- date, product_name, quantity_wasted (pieces), reason, cost, custom (JSON object of the added columns' values).
SELECT t.store_id, t.date AS day, t.product_id, t.id, s.name AS store,
       t.date, p.name AS product_name, t.quantity_wasted, t.reason,
       coalesce(t.cost, t.quantity_wasted * cost_on(t.product_id, t.store_id, t.date)) AS cost, t.custom
FROM all_waste t
JOIN stores s ON s.id = t.store_id
JOIN products p ON p.id = t.product_id
WHERE ($1::int IS NULL OR t.store_id = $1::int)
  AND ($2::date IS NULL OR t.date >= $2::date)
  AND ($3::date IS NULL OR t.date <= $3::date)
  AND ($4::int IS NULL OR (t.store_id, t.date, t.product_id, t.id) > ($4::int, $5::date, $6::int, $7::bigint))
ORDER BY t.store_id, t.date, t.product_id, t.id
LIMIT $8::int;
