-- The list of what was made is sorted by product as those of sales and waste are, in whose indexes the days of a product
-- lie in order.
CREATE INDEX daily_production_product_day ON daily_production(product_id, date);
DROP INDEX daily_production_product_id;
