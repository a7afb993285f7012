-- A week of each shop in money. Forecast, approved, delivered and sold are at the price of the day, thrown away at
-- its cost; where a price is not known a figure leaves the piece out and n_unpriced counts it.
-- What was saved: had each counted day's delivery been the mean of the last four same weekdays instead, so much more
-- would have been thrown away. On a day that sold out, what was wanted is between what was sold and the forecast's
-- upper bound: hence the range.
-- The net of both sides for a day's demand d, with m made and r the mean: cost × (max(r − d, 0) − wasted)
-- + (price − cost) × (max(d − r, 0) − max(d − m, 0)), of products' days that have a price and a cost. What is sold
-- more counts after its cost, since it had to be made. The formula bends at r and m only: its least and most are at the
-- ends of the range or there.
-- $1 text district (NULL: all), $2 date Sunday
-- → store_id, store, district, forecast, approved, delivered, sold, thrown (money; NULL: nothing known), saved,
--   saved_least, saved_most (money; NULL: no day to compare), kept (money: what was sold that the mean would not have
--   had), n_saved (products' days compared), earned (money: kept, less its cost), net, net_least, net_most (money:
--   saved and earned together; NULL: no compared day has a price), n_net (products' days in them), changed (money that
--   the orders changed by hand saved against those proposed, waste and lost margin; NULL: none was), n_changed,
--   sold_before, thrown_before (money, the same week of the year before: 364 days), forecast_next (money, the week
--   after), n_unpriced (products' days without a price or a cost), n_complete (days counted whole)
WITH shops AS (
  SELECT s.id, s.name, d.name AS district FROM stores s JOIN districts d ON d.id = s.district_id
  WHERE ($1::text IS NULL OR lower(btrim(d.name)) = lower(btrim($1::text)))
    AND coalesce(s.opened_on, '-infinity') <= $2::date + 6 AND coalesce(s.closed_on, 'infinity') >= $2::date
), keys AS (
  SELECT store_id, date, product_id FROM daily_production WHERE date BETWEEN $2::date AND $2::date + 6
  UNION SELECT store_id, date, product_id FROM all_sales WHERE date BETWEEN $2::date AND $2::date + 6
  UNION SELECT store_id, date, product_id FROM all_waste WHERE date BETWEEN $2::date AND $2::date + 6
  UNION SELECT store_id, forecast_date, product_id FROM forecasts WHERE forecast_date BETWEEN $2::date AND $2::date + 6
), cells AS MATERIALIZED (
  SELECT k.store_id, k.date, k.product_id, v.price, v.cost, f.predicted_demand AS predicted, f.upper_bound AS upper,
         f.order_quantity AS proposed, f.approved, m.quantity_produced AS made, s.quantity_sold AS sold, s.revenue,
         w.quantity_wasted AS wasted, w.cost AS waste_cost, round(r.mean) AS rule,
         d.state = 'complete' AND m.quantity_produced > 0 AND s.quantity_sold IS NOT NULL
           AND w.quantity_wasted IS NOT NULL AS counted,
         m.sold_out_at IS NOT NULL OR is_sell_out(d.state, m.quantity_produced, w.quantity_wasted, s.quantity_sold)
           AS sold_out
  FROM keys k
  JOIN shops h ON h.id = k.store_id
  LEFT JOIN LATERAL (
    SELECT x.predicted_demand, x.upper_bound, x.order_quantity,
           CASE WHEN x.status = 'approved' THEN coalesce(x.approved_quantity, x.order_quantity, x.predicted_demand) END AS approved
    FROM forecasts x
    WHERE x.store_id = k.store_id AND x.forecast_date = k.date AND x.product_id = k.product_id
    ORDER BY x.status = 'pending', x.id DESC LIMIT 1) f ON true
  LEFT JOIN daily_production m ON m.store_id = k.store_id AND m.date = k.date AND m.product_id = k.product_id
  LEFT JOIN all_sales s ON s.store_id = k.store_id AND s.date = k.date AND s.product_id = k.product_id
    AND s.date BETWEEN $2::date AND $2::date + 6
  LEFT JOIN all_waste w ON w.store_id = k.store_id AND w.date = k.date AND w.product_id = k.product_id
    AND w.date BETWEEN $2::date AND $2::date + 6
  LEFT JOIN store_days d ON d.store_id = k.store_id AND d.date = k.date
  CROSS JOIN LATERAL (SELECT price_on(k.product_id, k.store_id, k.date) AS price,
                             cost_on(k.product_id, k.store_id, k.date) AS cost) v
  CROSS JOIN LATERAL (
    -- Joined, not listed: under a policy a day that is computed is no key of an index, a column is.
    SELECT avg(y.quantity_sold) AS mean
    FROM (VALUES (k.date - 7), (k.date - 14), (k.date - 21), (k.date - 28)) w (date)
    JOIN all_sales y ON y.store_id = k.store_id AND y.product_id = k.product_id AND y.date = w.date) r
), wanted AS (
  SELECT c.*, c.sold AS least,
         CASE WHEN c.sold_out THEN greatest(c.sold, c.predicted) ELSE c.sold END AS likely,
         CASE WHEN c.sold_out THEN greatest(c.sold, c.upper) ELSE c.sold END AS most,
         c.counted AND c.rule IS NOT NULL AND c.cost IS NOT NULL AS compared,
         c.counted AND c.rule IS NOT NULL AND c.cost IS NOT NULL AND c.price IS NOT NULL AS netted,
         c.counted AND c.approved <> c.proposed AND c.cost IS NOT NULL AND c.price IS NOT NULL AS weighed
  FROM cells c
), sides AS (
  SELECT x.*, (greatest(x.rule - x.likely, 0) - least(x.wasted, x.made)) * x.cost AS spared,
         (greatest(x.likely - x.rule, 0) - greatest(x.likely - x.made, 0)) * (x.price - x.cost) AS earned,
         g.net_least, g.net_most
  FROM wanted x
  -- Without a sell-out there is no range: then nothing is computed.
  CROSS JOIN LATERAL (
    SELECT min(n.net) AS net_least, max(n.net) AS net_most
    FROM (VALUES (x.least), (x.likely), (x.most), (greatest(x.least, least(x.rule, x.most))),
                 (greatest(x.least, least(x.made, x.most)))) d (demand)
    CROSS JOIN LATERAL (
      SELECT (greatest(x.rule - d.demand, 0) - least(x.wasted, x.made)) * x.cost
             + (greatest(d.demand - x.rule, 0) - greatest(d.demand - x.made, 0)) * (x.price - x.cost) AS net) n
    WHERE x.sold_out AND x.netted) g
), weeks AS (
  SELECT x.store_id, sum(x.predicted * x.price) AS forecast, sum(x.approved * x.price) AS approved,
         sum(x.made * x.price) AS delivered, sum(coalesce(x.revenue, x.sold * x.price)) AS sold,
         sum(coalesce(x.waste_cost, x.wasted * x.cost)) AS thrown,
         sum((greatest(x.rule - x.likely, 0) - least(x.wasted, x.made)) * x.cost) FILTER (WHERE x.compared) AS saved,
         sum((greatest(x.rule - x.most, 0) - least(x.wasted, x.made)) * x.cost) FILTER (WHERE x.compared) AS saved_least,
         sum((greatest(x.rule - x.least, 0) - least(x.wasted, x.made)) * x.cost) FILTER (WHERE x.compared) AS saved_most,
         sum((greatest(x.likely - x.rule, 0) - greatest(x.likely - x.made, 0)) * x.price) FILTER (WHERE x.compared) AS kept,
         count(*) FILTER (WHERE x.compared) AS n_saved,
         sum(x.earned) FILTER (WHERE x.netted) AS earned, sum(x.spared + x.earned) FILTER (WHERE x.netted) AS net,
         sum(coalesce(x.net_least, x.spared + x.earned)) FILTER (WHERE x.netted) AS net_least,
         sum(coalesce(x.net_most, x.spared + x.earned)) FILTER (WHERE x.netted) AS net_most,
         count(*) FILTER (WHERE x.netted) AS n_net,
         sum((greatest(x.proposed - x.likely, 0) - greatest(x.approved - x.likely, 0)) * x.cost
             + (greatest(x.likely - x.proposed, 0) - greatest(x.likely - x.approved, 0)) * (x.price - x.cost))
           FILTER (WHERE x.weighed) AS changed,
         count(*) FILTER (WHERE x.weighed) AS n_changed,
         count(*) FILTER (WHERE x.price IS NULL OR x.cost IS NULL) AS n_unpriced
  FROM sides x
  GROUP BY x.store_id
), before AS (
  SELECT y.store_id, sum(coalesce(y.revenue, y.quantity_sold * price_on(y.product_id, y.store_id, y.date))) AS sold
  FROM all_sales y JOIN shops h ON h.id = y.store_id
  WHERE y.date BETWEEN $2::date - 364 AND $2::date - 358
  GROUP BY y.store_id
), thrown_before AS (
  SELECT y.store_id, sum(coalesce(y.cost, y.quantity_wasted * cost_on(y.product_id, y.store_id, y.date))) AS thrown
  FROM all_waste y JOIN shops h ON h.id = y.store_id
  WHERE y.date BETWEEN $2::date - 364 AND $2::date - 358
  GROUP BY y.store_id
), next AS (
  SELECT f.store_id, sum(f.predicted_demand * price_on(f.product_id, f.store_id, f.forecast_date)) AS forecast
  FROM forecasts f JOIN shops h ON h.id = f.store_id
  WHERE f.forecast_date BETWEEN $2::date + 7 AND $2::date + 13
    AND (f.status <> 'pending'
         OR NOT EXISTS (SELECT FROM forecasts d WHERE d.store_id = f.store_id AND d.forecast_date = f.forecast_date
                          AND d.product_id = f.product_id AND d.status <> 'pending'))
  GROUP BY f.store_id
)
SELECT h.id AS store_id, h.name AS store, h.district, round(k.forecast, 2) AS forecast, round(k.approved, 2) AS approved,
       round(k.delivered, 2) AS delivered, round(k.sold, 2) AS sold, round(k.thrown, 2) AS thrown,
       round(k.saved, 2) AS saved, round(k.saved_least, 2) AS saved_least, round(k.saved_most, 2) AS saved_most,
       round(k.kept, 2) AS kept, coalesce(k.n_saved, 0) AS n_saved,
       round(k.earned, 2) AS earned, round(k.net, 2) AS net, round(k.net_least, 2) AS net_least,
       round(k.net_most, 2) AS net_most, coalesce(k.n_net, 0) AS n_net,
       round(k.changed, 2) AS changed, coalesce(k.n_changed, 0) AS n_changed,
       round(b.sold, 2) AS sold_before, round(t.thrown, 2) AS thrown_before, round(n.forecast, 2) AS forecast_next,
       coalesce(k.n_unpriced, 0) AS n_unpriced,
       (SELECT count(*) FROM store_days d WHERE d.store_id = h.id AND d.date BETWEEN $2::date AND $2::date + 6
          AND d.state = 'complete') AS n_complete
FROM shops h
LEFT JOIN weeks k ON k.store_id = h.id
LEFT JOIN before b ON b.store_id = h.id
LEFT JOIN thrown_before t ON t.store_id = h.id
LEFT JOIN next n ON n.store_id = h.id
ORDER BY h.district, h.name, h.id
