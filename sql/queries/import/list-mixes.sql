-- Which products each shop has made in the eight weeks around a day: what its sheets look like.
-- $1: the day. Columns: store_id, product_id.
SELECT DISTINCT store_id, product_id
FROM daily_production
WHERE date BETWEEN $1::date - 56 AND $1::date + 56 AND quantity_produced > 0;
