-- What a piece costs and brings on the day after the newest known one: the store's own row where it has
-- one, else that of every store, else the catalogue's; the newest that is valid.
-- No parameters.
-- Columns: store_id, product_id, unit_cost, unit_price, salvage_value (NULL: nothing), pack_size,
-- min_display (pieces).
SELECT s.id AS store_id, p.id AS product_id, coalesce(v.unit_cost, p.unit_cost) AS unit_cost,
       coalesce(v.unit_price, p.unit_price) AS unit_price, v.salvage_value, coalesce(v.pack_size, 1) AS pack_size,
       coalesce(v.min_display, 0) AS min_display
FROM stores s CROSS JOIN products p
LEFT JOIN LATERAL (
  SELECT * FROM product_prices x
  WHERE x.product_id = p.id AND (x.store_id = s.id OR x.store_id IS NULL)
    AND x.valid_from <= (SELECT max(last_day) FROM store_last_days) + 1
  ORDER BY x.store_id IS NULL, x.valid_from DESC LIMIT 1) v ON true
WHERE v.product_id IS NOT NULL OR p.unit_price IS NOT NULL
