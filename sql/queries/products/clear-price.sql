-- Takes back the price that a shop was given for itself from a day on: what held there before holds again.
-- $1 int product, $2 int store, $3 date
-- → id
DELETE FROM product_prices WHERE product_id = $1::int AND store_id = $2::int AND valid_from = $3::date RETURNING id
