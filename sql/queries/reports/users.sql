-- The users who recorded the most sales.
-- $1 int most rows (10), $2 date today, $3 int days back (NULL: all that is recorded)
-- → id, name, sales_count
SELECT u.id, u.name, t.n AS sales_count
FROM (
  SELECT user_id, sum(n)::bigint AS n FROM store_sales_totals
  WHERE $3::int IS NULL OR date BETWEEN $2::date - $3::int AND $2::date
  GROUP BY user_id
  HAVING sum(n) > 0) t
JOIN users u ON u.id = t.user_id
ORDER BY t.n DESC, u.name, u.id
LIMIT $1::int
