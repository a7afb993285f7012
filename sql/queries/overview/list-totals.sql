-- The range and the range before, by category: as many days, up to the newest known one.
-- Where no money was entered, prices are asked for once a product and time between two changes of any
-- price, not once a row; a product whose price differs by shop, once a shop.
-- $1 store (0: all), $2 first day, $3 last day, $4 today.
-- Columns: period (0 the range, 1 the one before), category (NULL: none), sold (pieces), revenue (money;
-- what was entered, else pieces × price), n_unpriced (products sold that have no price
-- to this day), made, left
-- (pieces thrown away of those made), wasted (all pieces thrown away), waste_cost (money), n_products.
WITH span AS MATERIALIZED (
  SELECT $3::date - $2::date + 1 AS days, least($3::date, $4::date, max(l.last_day)) AS last_day,
         (SELECT array_agg(DISTINCT valid_from ORDER BY valid_from) FROM product_prices) AS changes,
         single_stores(nullif(ARRAY[$1::integer], '{0}')) AS single,
         ARRAY(SELECT DISTINCT product_id FROM product_prices WHERE store_id IS NOT NULL) AS by_shop
  FROM store_last_days l WHERE $1::integer = 0 OR l.store_id = $1::integer
), sales_figures AS (
  -- store_id only where a price may depend on it
  SELECT t.date, NULL::integer AS store_id, t.product_id, t.sold, t.n, t.revenue,
         CASE WHEN t.product_id = ANY ((SELECT by_shop FROM span)::integer[]) THEN 0 ELSE t.bare END AS bare
  FROM sales_totals t
  WHERE $1::integer = 0 AND t.date BETWEEN $2::date - ($3::date - $2::date + 1) AND $3::date
  UNION ALL
  SELECT s.date, s.store_id, s.product_id, s.quantity_sold, 1, s.revenue, CASE WHEN s.revenue IS NULL THEN s.quantity_sold END
  FROM all_sales s
  WHERE (SELECT single <> '{}' FROM span) AND s.store_id = ANY ((SELECT single FROM span)::integer[])
    AND s.date BETWEEN $2::date - ($3::date - $2::date + 1) AND $3::date
  UNION ALL
  SELECT s.date, s.store_id, s.product_id, 0, 0, NULL, s.quantity_sold
  FROM all_sales s
  WHERE $1::integer = 0 AND (SELECT by_shop <> '{}' FROM span)
    AND s.product_id = ANY ((SELECT by_shop FROM span)::integer[])
    AND s.store_id <> ALL ((SELECT single FROM span)::integer[]) AND s.revenue IS NULL
    AND s.date BETWEEN $2::date - ($3::date - $2::date + 1) AND $3::date
), sold AS (
  SELECT (x.date < $2::date)::integer AS period, x.store_id, x.product_id, sum(x.sold) AS sold, sum(x.n) AS n,
         sum(x.revenue) AS revenue, sum(x.bare) AS bare, min(x.date) AS day
  FROM sales_figures x CROSS JOIN span
  WHERE x.date <= span.last_day - CASE WHEN x.date < $2::date THEN span.days ELSE 0 END
  GROUP BY 1, x.store_id, x.product_id, width_bucket(x.date, span.changes)
), sales AS (
  SELECT s.period, p.category, sum(s.sold) AS sold,
         sum(nullif(coalesce(s.revenue, 0) + coalesce(s.bare * v.price, 0), 0)) AS revenue,
         count(DISTINCT s.product_id) FILTER (WHERE s.n > 0) AS n_products,
         count(DISTINCT s.product_id) FILTER (WHERE s.bare > 0 AND v.price IS NULL
           AND price_on(s.product_id, s.store_id, $4::date) IS NULL) AS n_unpriced
  FROM sold s JOIN products p ON p.id = s.product_id
  CROSS JOIN LATERAL (SELECT CASE WHEN s.bare > 0 THEN price_on(s.product_id, s.store_id, s.day) END AS price) v
  GROUP BY s.period, p.category
  HAVING sum(s.n) > 0
), production_figures AS (
  SELECT t.date, t.product_id, t.n, t.made, t."left"
  FROM production_totals t
  WHERE $1::integer = 0 AND t.date BETWEEN $2::date - ($3::date - $2::date + 1) AND $3::date
  UNION ALL
  SELECT m.date, m.product_id, 1, m.quantity_produced, least(coalesce(w.quantity_wasted, 0), m.quantity_produced)
  FROM daily_production m
  LEFT JOIN all_waste w ON w.store_id = m.store_id AND w.date = m.date AND w.product_id = m.product_id
    AND w.store_id = ANY ((SELECT single FROM span)::integer[])
    AND w.date BETWEEN $2::date - ($3::date - $2::date + 1) AND $3::date
  WHERE (SELECT single <> '{}' FROM span) AND m.store_id = ANY ((SELECT single FROM span)::integer[])
    AND m.date BETWEEN $2::date - ($3::date - $2::date + 1) AND $3::date
), production AS (
  SELECT (x.date < $2::date)::integer AS period, p.category, sum(x.made) AS made, sum(x."left") AS "left"
  FROM production_figures x JOIN products p ON p.id = x.product_id CROSS JOIN span
  WHERE x.date <= span.last_day - CASE WHEN x.date < $2::date THEN span.days ELSE 0 END
  GROUP BY 1, p.category
  HAVING sum(x.n) > 0
), waste_figures AS (
  SELECT t.date, NULL::integer AS store_id, t.product_id, t.n, t.wasted, t.cost,
         CASE WHEN t.product_id = ANY ((SELECT by_shop FROM span)::integer[]) THEN 0 ELSE t.bare END AS bare
  FROM waste_totals t
  WHERE $1::integer = 0 AND t.date BETWEEN $2::date - ($3::date - $2::date + 1) AND $3::date
  UNION ALL
  SELECT w.date, w.store_id, w.product_id, 1, w.quantity_wasted, w.cost, CASE WHEN w.cost IS NULL THEN w.quantity_wasted END
  FROM all_waste w
  WHERE (SELECT single <> '{}' FROM span) AND w.store_id = ANY ((SELECT single FROM span)::integer[])
    AND w.date BETWEEN $2::date - ($3::date - $2::date + 1) AND $3::date
  UNION ALL
  SELECT w.date, w.store_id, w.product_id, 0, 0, NULL, w.quantity_wasted
  FROM all_waste w
  WHERE $1::integer = 0 AND (SELECT by_shop <> '{}' FROM span)
    AND w.product_id = ANY ((SELECT by_shop FROM span)::integer[])
    AND w.store_id <> ALL ((SELECT single FROM span)::integer[]) AND w.cost IS NULL
    AND w.date BETWEEN $2::date - ($3::date - $2::date + 1) AND $3::date
), thrown AS (
  SELECT (x.date < $2::date)::integer AS period, x.store_id, x.product_id, sum(x.n) AS n, sum(x.wasted) AS wasted,
         sum(x.cost) AS cost, sum(x.bare) AS bare, min(x.date) AS day
  FROM waste_figures x CROSS JOIN span
  WHERE x.date <= span.last_day - CASE WHEN x.date < $2::date THEN span.days ELSE 0 END
  GROUP BY 1, x.store_id, x.product_id, width_bucket(x.date, span.changes)
), waste AS (
  SELECT w.period, p.category, sum(w.wasted) AS wasted,
         sum(nullif(coalesce(w.cost, 0) + coalesce(w.bare * v.cost, 0), 0)) AS waste_cost
  FROM thrown w JOIN products p ON p.id = w.product_id
  CROSS JOIN LATERAL (SELECT CASE WHEN w.bare > 0 THEN cost_on(w.product_id, w.store_id, w.day) END AS cost) v
  GROUP BY w.period, p.category
  HAVING sum(w.n) > 0
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
