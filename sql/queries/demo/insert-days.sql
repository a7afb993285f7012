-- What is known about each day of each demo shop.
-- $1 names of the shops; entry n is shop n of demo_days
INSERT INTO store_days (store_id, date, state, closed_at, import_batch_id)
SELECT s.id, d.date, d.state, d.closed_at, (SELECT max(id) FROM import_batches WHERE kind = 'demo')
FROM demo_days d
JOIN unnest($1::text[]) WITH ORDINALITY AS n(name, store) ON n.store = d.store
JOIN stores s ON s.name = n.name
ON CONFLICT (store_id, date) DO NOTHING
