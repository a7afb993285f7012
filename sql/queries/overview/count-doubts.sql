-- Figures of the last fortnight that can hardly be right. $1 store (0: all), $2 today.
-- Columns: n_over (products that threw away more than was made), over_store (a shop with one), n_clean
-- (complete days of a whole shop without any waste: sold out, or not counted?), clean_store.
WITH days AS (
  SELECT p.store_id, p.date, count(*) FILTER (WHERE w.quantity_wasted > p.quantity_produced) AS n_over,
         count(*) FILTER (WHERE p.quantity_produced > 0) AS n_made, coalesce(sum(w.quantity_wasted), 0) AS wasted
  FROM daily_production p
  LEFT JOIN daily_waste w ON w.store_id = p.store_id AND w.date = p.date AND w.product_id = p.product_id
    AND w.date BETWEEN $2::date - 14 AND $2::date
  WHERE p.date BETWEEN $2::date - 14 AND $2::date AND ($1::integer = 0 OR p.store_id = $1::integer)
  GROUP BY p.store_id, p.date
)
SELECT coalesce(sum(y.n_over), 0) AS n_over, (array_agg(s.name ORDER BY y.date DESC) FILTER (WHERE y.n_over > 0))[1] AS over_store,
       count(*) FILTER (WHERE y.clean) AS n_clean, (array_agg(s.name ORDER BY y.date DESC) FILTER (WHERE y.clean))[1] AS clean_store
FROM (SELECT days.*, days.wasted = 0 AND days.n_made >= 5 AND d.state = 'complete' AS clean
      FROM days LEFT JOIN store_days d ON d.store_id = days.store_id AND d.date = days.date
      AND d.date BETWEEN $2::date - 14 AND $2::date) y
JOIN stores s ON s.id = y.store_id
WHERE y.n_over > 0 OR y.clean
