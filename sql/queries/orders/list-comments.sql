-- What people said about a line or, with product 0, about the whole order. $1 store, $2 day, $3 product.
-- Columns: id, author, body, created_epoch.
SELECT c.id, u.name AS author, c.body, extract(epoch FROM c.created_at)::bigint AS created_epoch
FROM forecast_comments c JOIN users u ON u.id = c.user_id
WHERE c.store_id = $1::integer AND c.forecast_date = $2::date AND coalesce(c.product_id, 0) = $3::integer
ORDER BY c.created_at, c.id
