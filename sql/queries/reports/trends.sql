-- Total sales by date. What was sold without a known revenue counts no money; a day where none is known
-- is NULL, not 0.
-- $1 date today, $2 int days back (30), $3 int[] stores (NULL: all)
-- → date, daily_revenue (money), quantity_sold (pieces)
WITH figures AS (
  SELECT date, n, sold, revenue, n_revenue FROM sales_totals
  WHERE $3::int[] IS NULL AND date BETWEEN $1::date - $2::int AND $1::date
  UNION ALL
  SELECT date, 1, quantity_sold, coalesce(revenue, 0), (revenue IS NOT NULL)::int FROM all_sales
  WHERE store_id = ANY ((SELECT single_stores($3::int[]))::int[]) AND date BETWEEN $1::date - $2::int AND $1::date
)
SELECT date, CASE WHEN sum(n_revenue) > 0 THEN sum(revenue) END AS daily_revenue, sum(sold)::bigint AS quantity_sold
FROM figures
GROUP BY date
HAVING sum(n) > 0
ORDER BY date DESC
