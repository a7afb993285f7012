-- The categories in use, by name.
-- → category, n (products)
SELECT category, count(*) AS n FROM products WHERE active AND category IS NOT NULL GROUP BY category ORDER BY category
