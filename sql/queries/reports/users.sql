-- The users who recorded the most sales.
-- $1 int most rows (10)
-- → id, name, sales_count
SELECT u.id, u.name, count(*) AS sales_count
FROM users u JOIN daily_sales ds ON ds.user_id = u.id
GROUP BY u.id
ORDER BY sales_count DESC, u.name, u.id
LIMIT $1::int
