-- One row as it is now, for who finds it changed meanwhile.
-- $1 bigint id
-- → id, row_version, store_id, date, product_id, quantity (pieces), revenue (money), notes, custom
SELECT id, row_version, store_id, date, product_id, quantity_sold AS quantity, revenue, notes, custom
FROM all_sales WHERE id = $1::bigint
