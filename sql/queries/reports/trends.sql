-- Total sales by date. What was sold without a known revenue counts no money; a day where none is known
-- is NULL, not 0.
-- $1 date today, $2 int days back (30), $3 int[] stores (NULL: all)
-- → date, daily_revenue (money), quantity_sold (pieces)
SELECT date, sum(revenue) AS daily_revenue, sum(quantity_sold) AS quantity_sold
FROM daily_sales
WHERE date >= $1::date - $2::int AND date <= $1::date AND ($3::int[] IS NULL OR store_id = ANY ($3))
GROUP BY date
ORDER BY date DESC
