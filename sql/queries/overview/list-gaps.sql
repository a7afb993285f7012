-- Shops whose sheets are missing or half filled, the worst first; a month back at most, and not
-- before a shop's first figures.
-- $1 store (0: all), $2 today. Columns: store_id, store, n_missing (open days without a sheet up to
-- yesterday), n_partial, first_day (the first such day).
WITH sold AS MATERIALIZED (
  SELECT store_id, date FROM store_sales_totals
  WHERE date BETWEEN $2::date - 30 AND $2::date - 1
  GROUP BY store_id, date
  HAVING sum(n) > 0
)
SELECT s.id AS store_id, s.name AS store, count(*) FILTER (WHERE d.state IS DISTINCT FROM 'partial') AS n_missing,
       count(*) FILTER (WHERE d.state = 'partial') AS n_partial, min(g.day) AS first_day
FROM stores s
JOIN store_last_days k ON k.store_id = s.id AND k.last_day >= $2::date - 31
CROSS JOIN LATERAL (SELECT v::date AS day FROM generate_series(
  greatest($2::date - 30, s.opened_on, least((SELECT min(x.date) FROM store_days x WHERE x.store_id = s.id),
                                             (SELECT min(x.date) FROM daily_sales x WHERE x.store_id = s.id))),
  least($2::date - 1, s.closed_on), '1 day') v) g
LEFT JOIN store_days d ON d.store_id = s.id AND d.date = g.day AND d.date BETWEEN $2::date - 30 AND $2::date - 1
WHERE ($1::integer = 0 OR s.id = $1::integer)
  AND s.open_weekdays & (1 << (extract(isodow FROM g.day)::integer - 1)) <> 0
  AND (d.state IS NULL OR d.state IN ('not_started', 'partial'))
  AND NOT (d.state IS NULL AND EXISTS (SELECT FROM sold x WHERE x.store_id = s.id AND x.date = g.day))
GROUP BY s.id, s.name
ORDER BY count(*) DESC, s.name
LIMIT 2
