-- Each product's counted days, to ask what another order would have brought.
-- $1 int[] stores (NULL: all), $2 date first day, $3 date last day
-- → made, sold (pieces), sold_out (boolean: demand may have been higher), predicted, lower, upper (pieces, the
--   forecast of that day; NULL: none), waste_cost (money that a piece left over loses, NULL: unknown), margin
--   (money that a missed sale loses, NULL: unknown), coverage (percent of days that the bounds are to hold; NULL: no
--   forecast)
-- The figures of a cell are grouped rather than joined: by what the policies let the planner know it takes a chain's
-- month for some hundred rows, and would look for each of a quarter of a million.
WITH figures AS (
  SELECT store_id, date, product_id, quantity_produced AS made, sold_out_at IS NOT NULL AS marked, NULL::integer AS sold,
         NULL::integer AS wasted
  FROM daily_production
  WHERE ($1::int[] IS NULL OR CASE cardinality($1::int[]) WHEN 1 THEN store_id = ($1::int[])[1] ELSE store_id = ANY ($1::int[]) END)
    AND date BETWEEN $2::date AND $3::date
  UNION ALL
  SELECT store_id, date, product_id, NULL, NULL, quantity_sold, NULL
  FROM all_sales
  WHERE ($1::int[] IS NULL OR CASE cardinality($1::int[]) WHEN 1 THEN store_id = ($1::int[])[1] ELSE store_id = ANY ($1::int[]) END)
    AND date BETWEEN $2::date AND $3::date
  UNION ALL
  SELECT store_id, date, product_id, NULL, NULL, NULL, quantity_wasted
  FROM all_waste
  WHERE ($1::int[] IS NULL OR CASE cardinality($1::int[]) WHEN 1 THEN store_id = ($1::int[])[1] ELSE store_id = ANY ($1::int[]) END)
    AND date BETWEEN $2::date AND $3::date
), cells AS (
  SELECT store_id, date, product_id, max(made) AS made, bool_or(marked) AS marked, max(sold) AS sold, max(wasted) AS wasted
  FROM figures
  GROUP BY store_id, date, product_id
  HAVING max(made) > 0 AND max(sold) IS NOT NULL
), states AS MATERIALIZED (
  SELECT store_id, date, state FROM store_days WHERE date BETWEEN $2::date AND $3::date
), foreseen AS (
  SELECT DISTINCT ON (store_id, forecast_date, product_id) store_id, forecast_date AS date, product_id, predicted_demand,
         lower_bound, upper_bound, explanation
  FROM forecasts
  WHERE ($1::int[] IS NULL OR CASE cardinality($1::int[]) WHEN 1 THEN store_id = ($1::int[])[1] ELSE store_id = ANY ($1::int[]) END)
    AND forecast_date BETWEEN $2::date AND $3::date
  ORDER BY store_id, forecast_date, product_id, status = 'pending', id DESC
), prices AS MATERIALIZED (
  SELECT product_id, store_id, valid_from, valid_to, unit_cost - coalesce(salvage_value, 0) AS waste_cost,
         unit_price - unit_cost AS margin
  FROM price_periods
), common AS MATERIALIZED (
  SELECT product_id, array_agg(valid_from ORDER BY valid_from) AS since, array_agg(waste_cost ORDER BY valid_from) AS waste_cost,
         array_agg(margin ORDER BY valid_from) AS margin
  FROM prices
  WHERE store_id IS NULL
  GROUP BY product_id
)
SELECT c.made, c.sold, c.marked OR is_sell_out(d.state, c.made, c.wasted, c.sold) AS sold_out,
       f.predicted_demand AS predicted, f.lower_bound AS lower, f.upper_bound AS upper,
       CASE WHEN own.product_id IS NULL THEN every.waste_cost[width_bucket(c.date, every.since)] ELSE own.waste_cost END
         AS waste_cost,
       CASE WHEN own.product_id IS NULL THEN every.margin[width_bucket(c.date, every.since)] ELSE own.margin END AS margin,
       range_coverage(f.explanation) AS coverage
FROM cells c
LEFT JOIN states d ON d.store_id = c.store_id AND d.date = c.date
LEFT JOIN foreseen f ON f.store_id = c.store_id AND f.date = c.date AND f.product_id = c.product_id
LEFT JOIN prices own ON own.product_id = c.product_id AND own.store_id = c.store_id
  AND c.date >= own.valid_from AND c.date < own.valid_to
LEFT JOIN common every ON every.product_id = c.product_id
