-- The range and the range before, by category: as many days, up to the newest known one.
-- Prices are asked for once a shop, product and time between two changes of any price, not once a row.
-- $1 store (0: all), $2 first day, $3 last day, $4 today.
-- Columns: period (0 the range, 1 the one before), category (NULL: none), sold (pieces), revenue (money;
-- what was entered, else pieces × price), n_unpriced (products sold that have no price
-- to this day), made, left
-- (pieces thrown away of those made), wasted (all pieces thrown away), waste_cost (money), n_products.
WITH span AS MATERIALIZED (
  SELECT $3::date - $2::date + 1 AS days, least($3::date, $4::date, max(l.last_day)) AS last_day,
         (SELECT array_agg(DISTINCT valid_from ORDER BY valid_from) FROM product_prices) AS changes
  FROM store_last_days l WHERE $1::integer = 0 OR l.store_id = $1::integer
), sold AS (
  SELECT (s.date < $2::date)::integer AS period, s.store_id, s.product_id, sum(s.quantity_sold) AS sold,
         sum(s.revenue) AS revenue, sum(s.quantity_sold) FILTER (WHERE s.revenue IS NULL) AS bare, min(s.date) AS day
  FROM daily_sales s CROSS JOIN span
  WHERE s.date BETWEEN $2::date - ($3::date - $2::date + 1) AND $3::date
    AND s.date <= span.last_day - CASE WHEN s.date < $2::date THEN span.days ELSE 0 END
    AND ($1::integer = 0 OR s.store_id = $1::integer)
  GROUP BY 1, s.store_id, s.product_id, width_bucket(s.date, span.changes)
), sales AS (
  SELECT s.period, p.category, sum(s.sold) AS sold, sum(nullif(coalesce(s.revenue, 0) + coalesce(s.bare * v.price, 0), 0)) AS revenue,
         count(DISTINCT s.product_id) AS n_products,
         count(DISTINCT s.product_id) FILTER (WHERE s.bare > 0 AND v.price IS NULL
           AND price_on(s.product_id, s.store_id, $4::date) IS NULL) AS n_unpriced
  FROM sold s JOIN products p ON p.id = s.product_id
  CROSS JOIN LATERAL (SELECT CASE WHEN s.bare > 0 THEN price_on(s.product_id, s.store_id, s.day) END AS price) v
  GROUP BY s.period, p.category
), production AS (
  SELECT (m.date < $2::date)::integer AS period, p.category, sum(m.quantity_produced) AS made,
         sum(least(coalesce(w.quantity_wasted, 0), m.quantity_produced)) AS "left"
  FROM daily_production m
  JOIN products p ON p.id = m.product_id
  LEFT JOIN daily_waste w ON w.store_id = m.store_id AND w.date = m.date AND w.product_id = m.product_id
    AND w.date BETWEEN $2::date - ($3::date - $2::date + 1) AND $3::date
  CROSS JOIN span
  WHERE m.date BETWEEN $2::date - ($3::date - $2::date + 1) AND $3::date
    AND m.date <= span.last_day - CASE WHEN m.date < $2::date THEN span.days ELSE 0 END
    AND ($1::integer = 0 OR m.store_id = $1::integer)
  GROUP BY 1, p.category
), thrown AS (
  SELECT (w.date < $2::date)::integer AS period, w.store_id, w.product_id, sum(w.quantity_wasted) AS wasted,
         sum(w.cost) AS cost, sum(w.quantity_wasted) FILTER (WHERE w.cost IS NULL) AS bare, min(w.date) AS day
  FROM daily_waste w CROSS JOIN span
  WHERE w.date BETWEEN $2::date - ($3::date - $2::date + 1) AND $3::date
    AND w.date <= span.last_day - CASE WHEN w.date < $2::date THEN span.days ELSE 0 END
    AND ($1::integer = 0 OR w.store_id = $1::integer)
  GROUP BY 1, w.store_id, w.product_id, width_bucket(w.date, span.changes)
), waste AS (
  SELECT w.period, p.category, sum(w.wasted) AS wasted,
         sum(nullif(coalesce(w.cost, 0) + coalesce(w.bare * v.cost, 0), 0)) AS waste_cost
  FROM thrown w JOIN products p ON p.id = w.product_id
  CROSS JOIN LATERAL (SELECT CASE WHEN w.bare > 0 THEN cost_on(w.product_id, w.store_id, w.day) END AS cost) v
  GROUP BY w.period, p.category
), keys AS (
  SELECT period, category FROM sales UNION SELECT period, category FROM production UNION SELECT period, category FROM waste
)
SELECT k.period, k.category, s.sold, s.revenue, coalesce(s.n_unpriced, 0) AS n_unpriced, m.made, m."left", w.wasted,
       w.waste_cost, coalesce(s.n_products, 0) AS n_products
FROM keys k
LEFT JOIN sales s ON s.period = k.period AND s.category IS NOT DISTINCT FROM k.category
LEFT JOIN production m ON m.period = k.period AND m.category IS NOT DISTINCT FROM k.category
LEFT JOIN waste w ON w.period = k.period AND w.category IS NOT DISTINCT FROM k.category
ORDER BY k.period, coalesce(s.n_products, 0) DESC, k.category
