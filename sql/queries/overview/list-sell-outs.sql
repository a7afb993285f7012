-- Products that were gone too often in the last seven days: three times or more, and on at least one of
-- six days that were counted. $1 store (0: all), $2 today.
-- Columns: product_id, product, n (sold-out days of all shops), n_shops (with one), n_days (counted).
SELECT g.product_id, p.name AS product, g.n, g.n_shops, g.n_days
FROM auth.list_sell_outs($1::integer, $2::date) g JOIN products p ON p.id = g.product_id
ORDER BY g.n DESC, p.name
LIMIT 2
