-- What a product has cost and will, the newest first.
-- $1 int product
-- → id, store_id (NULL: every store), store_name, valid_from, unit_cost, unit_price, salvage_value (money, NULL
--   unknown), pack_size
SELECT pp.id, pp.store_id, s.name AS store_name, pp.valid_from, pp.unit_cost, pp.unit_price, pp.salvage_value,
       pp.pack_size
FROM product_prices pp LEFT JOIN stores s ON s.id = pp.store_id
WHERE pp.product_id = $1::int
ORDER BY pp.valid_from DESC, pp.store_id IS NOT NULL, s.name
