-- The users who recorded the most sales.
-- $1 int most rows (10), $2 date today, $3 int days back (NULL: all that is recorded)
-- → id, name, sales_count
SELECT u.id, u.name, count(*) AS sales_count
FROM users u JOIN all_sales ds ON ds.user_id = u.id
WHERE $3::int IS NULL OR ds.date BETWEEN $2::date - $3::int AND $2::date
GROUP BY u.id
ORDER BY sales_count DESC, u.name, u.id
LIMIT $1::int
