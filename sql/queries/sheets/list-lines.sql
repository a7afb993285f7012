-- What stands on the shops' weekly sheets: the products offered in the week, in the sheet's order, with what is
-- approved for each day.
-- $1 int[] stores (NULL: all that are open in the week), $2 date Sunday
-- → store_id, store, pc_number (NULL: none), product, category (NULL: none), day0 … day6 (pieces approved from Sunday
--   on; NULL: nothing is)
SELECT s.id AS store_id, s.name AS store, s.pc_number, p.name AS product, p.category, a.day0, a.day1, a.day2, a.day3,
       a.day4, a.day5, a.day6
FROM stores s
CROSS JOIN products p
LEFT JOIN product_offers o ON o.product_id = p.id AND o.store_id = s.id
LEFT JOIN (
  SELECT l.store_id, l.product_id, max(l.quantity) FILTER (WHERE l.forecast_date = $2::date) AS day0,
         max(l.quantity) FILTER (WHERE l.forecast_date = $2::date + 1) AS day1,
         max(l.quantity) FILTER (WHERE l.forecast_date = $2::date + 2) AS day2,
         max(l.quantity) FILTER (WHERE l.forecast_date = $2::date + 3) AS day3,
         max(l.quantity) FILTER (WHERE l.forecast_date = $2::date + 4) AS day4,
         max(l.quantity) FILTER (WHERE l.forecast_date = $2::date + 5) AS day5,
         max(l.quantity) FILTER (WHERE l.forecast_date = $2::date + 6) AS day6
  FROM order_lines l
  WHERE l.forecast_date BETWEEN $2::date AND $2::date + 6 AND l.status = 'approved'
    AND ($1::int[] IS NULL OR l.store_id = ANY ($1::int[]))
  GROUP BY l.store_id, l.product_id) a ON a.store_id = s.id AND a.product_id = p.id
WHERE ($1::int[] IS NULL OR s.id = ANY ($1::int[]))
  AND coalesce(s.opened_on, '-infinity') <= $2::date + 6 AND coalesce(s.closed_on, 'infinity') >= $2::date
  AND (a.product_id IS NOT NULL
       OR (p.active AND coalesce(o.offered_from, '-infinity') <= $2::date + 6
           AND coalesce(o.offered_to, 'infinity') >= $2::date))
ORDER BY s.name, s.id, p.sheet_order NULLS LAST, p.category, p.name
