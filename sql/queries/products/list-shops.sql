-- What holds for a product in each shop that is not closed for good, for its form.
-- $1 int product (0: a new one), $2 date
-- → store_id, store (name), offered_from, offered_to (dates, NULL: always), like_id (the product that it starts like,
--   NULL: none), like_share (0 …), unit_cost, unit_price, salvage_value (money, NULL: unknown), pack_size, min_display
--   (pieces, NULL: none is known), own (boolean: the prices are the shop's), may_set (boolean)
SELECT s.id AS store_id, s.name AS store, o.offered_from, o.offered_to, o.starts_like_product_id AS like_id,
       o.starts_like_share::float8 AS like_share, c.unit_cost, c.unit_price, c.salvage_value, c.pack_size, c.min_display,
       c.store_id IS NOT NULL AS own,
       NOT row_security_active('public.product_offers') OR s.id = ANY ((SELECT auth.managed_stores())::int[]) AS may_set
FROM stores s
LEFT JOIN product_offers o ON o.product_id = $1::int AND o.store_id = s.id
LEFT JOIN LATERAL (
  SELECT * FROM product_prices x
  WHERE x.product_id = $1::int AND x.valid_from <= $2::date AND (x.store_id IS NULL OR x.store_id = s.id)
  ORDER BY x.store_id IS NULL, x.valid_from DESC LIMIT 1
) c ON true
WHERE s.closed_on IS NULL OR s.closed_on > $2::date
ORDER BY s.name, s.id
