-- What each product did in the range, beside the range before; the costliest waste first.
-- $1 int[] stores (NULL: all), $2 date first, $3 date last, $4 date first before, $5 date last before
-- → product_id, product_name, category, made, wasted, sold (pieces), revenue, waste_cost (money, NULL: no price is known), and each
--   again as …_before
WITH sold AS (
  SELECT s.store_id, s.date, s.product_id, s.quantity_sold AS quantity,
         coalesce(s.revenue, s.quantity_sold * CASE WHEN own.product_id IS NULL THEN common.unit_price ELSE own.unit_price END) AS amount
  FROM daily_sales s
  LEFT JOIN price_periods own ON own.product_id = s.product_id AND own.store_id = s.store_id
                             AND s.date >= own.valid_from AND s.date < own.valid_to
  LEFT JOIN price_periods common ON common.product_id = s.product_id AND common.store_id IS NULL
                                AND s.date >= common.valid_from AND s.date < common.valid_to
  WHERE (s.date BETWEEN $2::date AND $3::date OR s.date BETWEEN $4::date AND $5::date)
    AND ($1::int[] IS NULL OR s.store_id = ANY ($1))
), wasted AS (
  SELECT w.store_id, w.date, w.product_id, w.quantity_wasted AS quantity,
         coalesce(w.cost, w.quantity_wasted * CASE WHEN own.product_id IS NULL THEN common.unit_cost ELSE own.unit_cost END) AS amount
  FROM daily_waste w
  LEFT JOIN price_periods own ON own.product_id = w.product_id AND own.store_id = w.store_id
                             AND w.date >= own.valid_from AND w.date < own.valid_to
  LEFT JOIN price_periods common ON common.product_id = w.product_id AND common.store_id IS NULL
                                AND w.date >= common.valid_from AND w.date < common.valid_to
  WHERE (w.date BETWEEN $2::date AND $3::date OR w.date BETWEEN $4::date AND $5::date)
    AND ($1::int[] IS NULL OR w.store_id = ANY ($1))
), fact AS (
  SELECT store_id, date, product_id, 0::bigint AS made, 0::bigint AS wasted, quantity::bigint AS sold,
         amount AS revenue, NULL::numeric AS waste_cost
  FROM sold
  UNION ALL
  SELECT store_id, date, product_id, 0, quantity, 0, NULL, amount FROM wasted
  UNION ALL
  SELECT store_id, date, product_id, quantity_produced, 0, 0, NULL, NULL
  FROM daily_production p
  WHERE (p.date BETWEEN $2::date AND $3::date OR p.date BETWEEN $4::date AND $5::date)
    AND ($1::int[] IS NULL OR p.store_id = ANY ($1))
)
SELECT p.id AS product_id, p.name AS product_name, p.category,
       coalesce(sum(f.made) FILTER (WHERE f.date BETWEEN $2 AND $3), 0) AS made,
       coalesce(sum(f.wasted) FILTER (WHERE f.date BETWEEN $2 AND $3), 0) AS wasted,
       coalesce(sum(f.sold) FILTER (WHERE f.date BETWEEN $2 AND $3), 0) AS sold,
       sum(f.revenue) FILTER (WHERE f.date BETWEEN $2 AND $3) AS revenue,
       sum(f.waste_cost) FILTER (WHERE f.date BETWEEN $2 AND $3) AS waste_cost,
       coalesce(sum(f.made) FILTER (WHERE f.date BETWEEN $4 AND $5), 0) AS made_before,
       coalesce(sum(f.wasted) FILTER (WHERE f.date BETWEEN $4 AND $5), 0) AS wasted_before,
       coalesce(sum(f.sold) FILTER (WHERE f.date BETWEEN $4 AND $5), 0) AS sold_before,
       sum(f.revenue) FILTER (WHERE f.date BETWEEN $4 AND $5) AS revenue_before,
       sum(f.waste_cost) FILTER (WHERE f.date BETWEEN $4 AND $5) AS waste_cost_before
FROM fact f JOIN products p ON p.id = f.product_id
GROUP BY p.id
ORDER BY waste_cost DESC NULLS LAST, wasted DESC, p.name
