-- What is offered only for a time, or starts like another product.
-- No parameters. Columns: store_id, product_id, offered_from, offered_to, starts_like_product_id,
-- starts_like_share (NULL: 1).
SELECT store_id, product_id, offered_from, offered_to, starts_like_product_id, starts_like_share
FROM product_offers ORDER BY store_id, product_id
