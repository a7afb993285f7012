-- Records that an order left the house. $1 day, $2 user, $3 format (csv, xlsx, pdf), $4 file name,
-- $5 stores, $6 total pieces. Columns: id.
INSERT INTO order_dispatches (delivery_date, user_id, format, file_name, store_ids, total)
VALUES ($1::date, $2::integer, $3, $4, $5::integer[], $6::bigint)
RETURNING id
