-- Each product's counted days, to ask what another order would have brought.
-- $1 int[] stores (NULL: all), $2 date first day, $3 date last day
-- → made, sold (pieces), sold_out (boolean: demand may have been higher), predicted, lower, upper (pieces, the
--   forecast of that day; NULL: none), waste_cost (money that a piece left over loses, NULL: unknown), margin
--   (money that a missed sale loses, NULL: unknown), coverage (percent of days that the bounds are to hold; NULL: no
--   forecast)
SELECT m.quantity_produced AS made, s.quantity_sold AS sold,
       m.sold_out_at IS NOT NULL OR is_sell_out(d.state, m.quantity_produced, w.quantity_wasted, s.quantity_sold) AS sold_out,
       f.predicted_demand AS predicted, f.lower_bound AS lower, f.upper_bound AS upper,
       price.unit_cost - coalesce(price.salvage_value, 0) AS waste_cost, price.unit_price - price.unit_cost AS margin,
       f.coverage
FROM daily_production m
JOIN all_sales s ON s.store_id = m.store_id AND s.date = m.date AND s.product_id = m.product_id
LEFT JOIN all_waste w ON w.store_id = m.store_id AND w.date = m.date AND w.product_id = m.product_id
LEFT JOIN store_days d ON d.store_id = m.store_id AND d.date = m.date
LEFT JOIN LATERAL (
  SELECT predicted_demand, lower_bound, upper_bound, range_coverage(explanation) AS coverage FROM forecasts f
  WHERE f.store_id = m.store_id AND f.forecast_date = m.date AND f.product_id = m.product_id
  ORDER BY f.status = 'pending', f.id DESC LIMIT 1) f ON true
LEFT JOIN LATERAL (
  SELECT unit_cost, unit_price, salvage_value FROM price_periods p
  WHERE p.product_id = m.product_id AND m.date >= p.valid_from AND m.date < p.valid_to
    AND (p.store_id IS NULL OR p.store_id = m.store_id)
  ORDER BY p.store_id IS NULL LIMIT 1) price ON true
WHERE ($1::int[] IS NULL OR m.store_id = ANY ($1::int[])) AND m.date BETWEEN $2::date AND $3::date
  AND m.quantity_produced > 0
