-- One row as it is now, for who finds it changed meanwhile.
-- $1 bigint id
-- → id, row_version, store_id, date, product_id, quantity (pieces), reason, cost (money), custom
SELECT id, row_version, store_id, date, product_id, quantity_wasted AS quantity, reason, cost, custom
FROM all_waste WHERE id = $1::bigint
