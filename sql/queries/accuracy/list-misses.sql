-- The forecasts of some days that were furthest off, with what may have been the reason. A day that sold out counts
-- where more than forecast was sold: it was missed by at least that.
-- $1 int[] stores (NULL: all), $2 date first day, $3 date last day, $4 int product (NULL: all), $5 int most rows
-- → forecast_date, store_id, store_name, product_id, product_name, predicted, lower, upper, actual (pieces), sold_out,
--   explanation (JSON as the engine wrote it), state (of the shop's day; NULL: none), sold_out_at ('HH:MI'; NULL: not
--   known), event (names of that day's; NULL: none), n_near (forecasts of the product within a week before and after,
--   sold out or not), predicted_near, actual_near (pieces, their sums)
WITH worst AS (
  SELECT o.*
  FROM forecast_outcomes o
  WHERE ($1::int[] IS NULL OR o.store_id = ANY ($1::int[])) AND o.forecast_date BETWEEN $2::date AND $3::date
    AND ($4::int IS NULL OR o.product_id = $4::int) AND o.in_force AND o.predicted <> o.actual
    AND (NOT o.sold_out OR o.actual > o.predicted)
  ORDER BY abs(o.predicted - o.actual) DESC, o.forecast_date DESC, o.id
  LIMIT $5::int
)
SELECT w.forecast_date, w.store_id, s.name AS store_name, w.product_id, p.name AS product_name, w.predicted, w.lower,
       w.upper, w.actual, w.sold_out, f.explanation, d.state, to_char(m.sold_out_at, 'HH24:MI') AS sold_out_at,
       e.names AS event, n.n AS n_near, n.predicted AS predicted_near, n.actual AS actual_near
FROM worst w
JOIN forecasts f ON f.id = w.id
JOIN stores s ON s.id = w.store_id
JOIN products p ON p.id = w.product_id
LEFT JOIN store_days d ON d.store_id = w.store_id AND d.date = w.forecast_date
LEFT JOIN daily_production m ON m.store_id = w.store_id AND m.date = w.forecast_date AND m.product_id = w.product_id
LEFT JOIN LATERAL (
  SELECT string_agg(c.name, ', ' ORDER BY c.store_id IS NULL, c.name) AS names FROM calendar_events c
  WHERE (c.store_id IS NULL OR c.store_id = w.store_id) AND w.forecast_date BETWEEN c.starts_on AND c.ends_on
    AND (c.product_id IS NULL OR live_product(c.product_id) = w.product_id)
    AND (c.category IS NULL OR c.category = p.category)) e ON true
LEFT JOIN LATERAL (
  SELECT count(*) AS n, sum(o.predicted) AS predicted, sum(o.actual) AS actual FROM forecast_outcomes o
  WHERE o.store_id = w.store_id AND o.product_id = w.product_id AND o.in_force AND o.forecast_date <> w.forecast_date
    AND o.forecast_date BETWEEN w.forecast_date - 7 AND w.forecast_date + 7) n ON true
ORDER BY abs(w.predicted - w.actual) DESC, w.forecast_date DESC, w.id
