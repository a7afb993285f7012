-- $1 store, $2 day, $3 product (0: the whole order), $4 user, $5 text. Columns: id.
INSERT INTO forecast_comments (store_id, forecast_date, product_id, user_id, body)
VALUES ($1::integer, $2::date, nullif($3::integer, 0), $4::integer, $5)
RETURNING id
