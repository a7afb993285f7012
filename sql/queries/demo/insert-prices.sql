-- Costs, prices and packs from a day on.
-- $1 valid from; $2 product names; $3 unit costs and $4 prices, minor units; $5 pack sizes, pieces
INSERT INTO product_prices (product_id, valid_from, unit_cost, unit_price, pack_size)
SELECT products.id, $1::date, p.cost / 100.0, p.price / 100.0, p.pack
FROM unnest($2::text[], $3::int[], $4::int[], $5::int[]) AS p(name, cost, price, pack)
JOIN products USING (name)
ON CONFLICT (product_id, store_id, valid_from) DO NOTHING
