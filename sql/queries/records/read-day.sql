-- What is known of a product on one day of one store: to warn where a figure cannot fit the others.
-- $1 int store, $2 date, $3 int product
-- → made, wasted, sold (pieces, each NULL where nothing is written)
SELECT (SELECT quantity_produced FROM daily_production WHERE store_id = $1::int AND date = $2::date AND product_id = $3::int) AS made,
       (SELECT quantity_wasted FROM all_waste WHERE store_id = $1::int AND date = $2::date AND product_id = $3::int) AS wasted,
       (SELECT quantity_sold FROM all_sales WHERE store_id = $1::int AND date = $2::date AND product_id = $3::int
          AND source = 'till') AS sold
