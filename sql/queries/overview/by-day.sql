-- Each day of the range: what was made, thrown away, sold, and what had been forecast. A day without
-- figures is there with NULLs, so that a chart shows the gap. The bounds of a sum are not the sum of the
-- bounds: the half widths are added as those of independent errors, √Σ(half width)².
-- $1 int[] stores (NULL: all), $2 date first, $3 date last, $4 text category (NULL: all)
-- → date, made, wasted, sold (pieces, NULL: not written), revenue, waste_cost (money, NULL unknown), forecast,
--   lower, upper (pieces, NULL: no forecast), n_forecasts, sell_outs (product × shop)
WITH chosen AS (
  SELECT id FROM products WHERE $4::text IS NULL OR category = $4
), sold AS (
  SELECT s.store_id, s.date, s.product_id, s.quantity_sold AS quantity,
         coalesce(s.revenue, s.quantity_sold * CASE WHEN own.product_id IS NULL THEN common.unit_price ELSE own.unit_price END) AS amount
  FROM daily_sales s
  LEFT JOIN price_periods own ON own.product_id = s.product_id AND own.store_id = s.store_id
                             AND s.date >= own.valid_from AND s.date < own.valid_to
  LEFT JOIN price_periods common ON common.product_id = s.product_id AND common.store_id IS NULL
                                AND s.date >= common.valid_from AND s.date < common.valid_to
  WHERE s.date BETWEEN $2::date AND $3::date AND ($1::int[] IS NULL OR s.store_id = ANY ($1))
), wasted AS (
  SELECT w.store_id, w.date, w.product_id, w.quantity_wasted AS quantity,
         coalesce(w.cost, w.quantity_wasted * CASE WHEN own.product_id IS NULL THEN common.unit_cost ELSE own.unit_cost END) AS amount
  FROM daily_waste w
  LEFT JOIN price_periods own ON own.product_id = w.product_id AND own.store_id = w.store_id
                             AND w.date >= own.valid_from AND w.date < own.valid_to
  LEFT JOIN price_periods common ON common.product_id = w.product_id AND common.store_id IS NULL
                                AND w.date >= common.valid_from AND w.date < common.valid_to
  WHERE w.date BETWEEN $2::date AND $3::date AND ($1::int[] IS NULL OR w.store_id = ANY ($1))
), fact AS (
  SELECT store_id, date, product_id, NULL::bigint AS made, NULL::bigint AS wasted, quantity::bigint AS sold,
         amount AS revenue, NULL::numeric AS waste_cost
  FROM sold
  UNION ALL
  SELECT store_id, date, product_id, NULL, quantity, NULL, NULL, amount FROM wasted
  UNION ALL
  SELECT store_id, date, product_id, quantity_produced, NULL, NULL, NULL, NULL
  FROM daily_production p
  WHERE p.date BETWEEN $2::date AND $3::date AND ($1::int[] IS NULL OR p.store_id = ANY ($1))
), cell AS (
  -- NULL where nothing was written, which is not 0. Grouping beats joining the three tables.
  SELECT f.store_id, f.date, f.product_id, sum(f.made) AS made, sum(f.wasted) AS wasted, sum(f.sold) AS sold,
         sum(f.revenue) AS revenue, sum(f.waste_cost) AS waste_cost
  FROM fact f WHERE f.product_id IN (SELECT id FROM chosen)
  GROUP BY f.store_id, f.date, f.product_id
), actual AS (
  SELECT c.date, sum(c.made) AS made, sum(c.wasted) AS wasted, sum(c.sold) AS sold, sum(c.revenue) AS revenue,
         sum(c.waste_cost) AS waste_cost,
         count(*) FILTER (WHERE is_sell_out(d.state, c.made::int, c.wasted::int, c.sold::int)) AS sell_outs
  FROM cell c LEFT JOIN store_days d ON d.store_id = c.store_id AND d.date = c.date
  GROUP BY c.date
), forecast AS (
  -- Decided before pending: what the order was made from.
  SELECT DISTINCT ON (f.store_id, f.forecast_date, f.product_id)
         f.forecast_date AS date, f.predicted_demand AS predicted, f.lower_bound AS lower, f.upper_bound AS upper
  FROM forecasts f
  WHERE f.forecast_date BETWEEN $2::date AND $3::date AND ($1::int[] IS NULL OR f.store_id = ANY ($1))
    AND f.predicted_demand IS NOT NULL AND f.product_id IN (SELECT id FROM chosen)
  ORDER BY f.store_id, f.forecast_date, f.product_id, f.status = 'pending', f.id DESC
), foreseen AS (
  SELECT date, count(*) AS n, sum(predicted) AS predicted,
         sqrt(sum((predicted - lower)::float8 ^ 2)) AS down, sqrt(sum((upper - predicted)::float8 ^ 2)) AS up
  FROM forecast GROUP BY date
)
SELECT day::date AS date, a.made, a.wasted, a.sold, a.revenue, a.waste_cost,
       f.predicted AS forecast, greatest(0, round(f.predicted - f.down)) AS lower, round(f.predicted + f.up) AS upper,
       coalesce(f.n, 0) AS n_forecasts, coalesce(a.sell_outs, 0) AS sell_outs
FROM generate_series($2::date, $3::date, interval '1 day') AS day
LEFT JOIN actual a ON a.date = day::date
LEFT JOIN foreseen f ON f.date = day::date
ORDER BY day
