-- One row as it is now, for who finds it changed meanwhile.
-- $1 bigint id
-- → id, row_version, store_id, date, product_id, quantity (pieces), sold_out_at ('HH:MI')
SELECT id, row_version, store_id, date, product_id, quantity_produced AS quantity, to_char(sold_out_at, 'HH24:MI') AS sold_out_at
FROM daily_production WHERE id = $1::bigint
