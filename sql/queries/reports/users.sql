-- The users who recorded the most sales.
-- $1 int most rows (10), $2 date today, $3 int days back (NULL: all that is recorded)
-- → id, name, sales_count, runs (how often they had forecasts made; days back are those of UTC)
SELECT u.id, u.name, t.n AS sales_count, coalesce(r.n, 0) AS runs
FROM (
  SELECT user_id, sum(n)::bigint AS n FROM store_sales_totals
  WHERE $3::int IS NULL OR date BETWEEN $2::date - $3::int AND $2::date
  GROUP BY user_id
  HAVING sum(n) > 0) t
JOIN users u ON u.id = t.user_id
LEFT JOIN (
  SELECT user_id, count(*) AS n FROM forecast_runs
  WHERE $3::int IS NULL OR created_at >= ($2::date - $3::int)::timestamp AT TIME ZONE 'UTC'
  GROUP BY user_id) r ON r.user_id = t.user_id
ORDER BY t.n DESC, u.name, u.id
LIMIT $1::int
