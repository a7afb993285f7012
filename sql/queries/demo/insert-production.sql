-- What the demo shops made.
-- $1 user; $2 names of the shops and $3 of the products, as numbered in demo_cells
INSERT INTO daily_production (user_id, store_id, date, product_id, product_name, quantity_produced, sold_out_at, import_batch_id)
SELECT $1::int, s.id, c.date, p.id, p.name, c.made, c.sold_out_at, (SELECT max(id) FROM import_batches WHERE kind = 'demo')
FROM demo_cells c
JOIN unnest($2::text[]) WITH ORDINALITY AS sn(name, store) ON sn.store = c.store
JOIN stores s ON s.name = sn.name
JOIN unnest($3::text[]) WITH ORDINALITY AS pn(name, product) ON pn.product = c.product
JOIN products p ON p.name = pn.name
ON CONFLICT DO NOTHING
