-- Sets cost, price, salvage value, pack size and the least on the shelf from a day on; the same day again replaces. The
-- contract's columns on products follow what is in force today for every store.
-- $1 int product (0: the one that this unit has just added), $2 int store (NULL: every store), $3 date valid from, $4 numeric cost, $5 numeric price,
-- $6 numeric salvage value (each NULL: unknown), $7 int pack size, $8 date today,
-- $9 int fewest pieces on the shelf in the morning (NULL: as many as before)
-- → id
WITH product AS (
  SELECT CASE WHEN $1::int > 0 THEN $1::int ELSE current_setting('ddi.product')::int END AS id
), priced AS (
  INSERT INTO product_prices (product_id, store_id, valid_from, unit_cost, unit_price, salvage_value, pack_size,
                              min_display)
  SELECT p.id, $2::int, $3::date, $4::numeric, $5::numeric, $6::numeric, $7::int,
         coalesce($9::int, (SELECT x.min_display FROM product_prices x
                            WHERE x.product_id = p.id AND x.store_id IS NOT DISTINCT FROM $2::int AND x.valid_from <= $3::date
                            ORDER BY x.valid_from DESC LIMIT 1), 0)
  FROM product p
  ON CONFLICT (product_id, store_id, valid_from) DO UPDATE
    SET unit_cost = excluded.unit_cost, unit_price = excluded.unit_price, salvage_value = excluded.salvage_value,
        pack_size = excluded.pack_size, min_display = excluded.min_display
  RETURNING id
), current AS (
  UPDATE products SET unit_cost = $4::numeric, unit_price = $5::numeric
  WHERE id = $1::int AND $2::int IS NULL AND $3::date <= $8::date
    AND NOT EXISTS (SELECT FROM product_prices pp
                    WHERE pp.product_id = $1::int AND pp.store_id IS NULL AND pp.valid_from > $3::date
                      AND pp.valid_from <= $8::date)
)
SELECT id FROM priced
