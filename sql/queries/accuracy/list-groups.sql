-- How far off the forecasts of some days were, beside the mean of the last four same weekdays that were known when
-- the forecast was made. Sold-out days are counted apart: what would have sold is not known. By horizon every forecast
-- counts, otherwise the one that the day was worked with.
-- $1 int[] stores (NULL: all), $2 date first day, $3 date last day, $4 int product (NULL: all)
-- → dimension ('all', 'horizon', 'weekday', 'product', 'shop', 'day'), key (days ahead, NULL: unknown; ISO weekday;
--   id; days since 1970), label (name; NULL: none), n (forecasts), n_sold_out, n_rule (of n, those that the rule has
--   a mean for), wape, bias (shares of what was sold; NULL: nothing was), coverage, above_range (shares within and above the range;
--   NULL: no ranges), rule_wape, wape_beside_rule (ours, on the n_rule days), predicted, actual, rule (pieces, sold-out days
--   too; rule NULL where a mean is missing), below, below2, above, above2 (pieces: sums of the standard deviations
--   that the bounds imply and of their squares; NULL: no ranges), meant (share that the ranges are to hold; NULL: no
--   ranges), shared_error (what errors of one day share, of the newest run that knows it; NULL: none does)
WITH met AS MATERIALIZED (
  SELECT o.store_id, o.forecast_date, o.product_id, o.horizon, o.predicted, o.lower, o.upper, o.actual, o.sold_out,
         o.in_force, o.coverage, range_reach(o.coverage) AS reach, 7 * ((coalesce(o.horizon, 1) + 6) / 7) AS lag
  FROM forecast_outcomes o
  WHERE ($1::int[] IS NULL OR o.store_id = ANY ($1::int[])) AND o.forecast_date BETWEEN $2::date AND $3::date
    AND ($4::int IS NULL OR o.product_id = $4::int)
), rules AS (
  SELECT k.store_id, k.forecast_date, k.product_id, k.lag, r.mean
  FROM (SELECT DISTINCT store_id, forecast_date, product_id, lag FROM met) k
  CROSS JOIN LATERAL (
    -- Joined, not listed: under a policy a day that is computed is no key of an index, a column is. OFFSET: one day
    -- after the other, whatever the planner expects of them.
    SELECT avg(s.quantity_sold)::float8 AS mean
    FROM (VALUES (k.forecast_date - k.lag), (k.forecast_date - k.lag - 7), (k.forecast_date - k.lag - 14),
                 (k.forecast_date - k.lag - 21)) w (date)
    CROSS JOIN LATERAL (SELECT x.quantity_sold FROM all_sales x
                        WHERE x.store_id = k.store_id AND x.product_id = k.product_id AND x.date = w.date OFFSET 0) s) r
), cases AS (
  SELECT m.*, r.mean, abs(m.predicted - m.actual) AS miss, NOT m.sold_out AS known,
         NOT m.sold_out AND r.mean IS NOT NULL AS beside
  FROM met m
  JOIN rules r ON r.store_id = m.store_id AND r.forecast_date = m.forecast_date AND r.product_id = m.product_id
    AND r.lag = m.lag
), totals AS (
  SELECT v.dimension, v.key, count(*) FILTER (WHERE c.known) AS n, count(*) FILTER (WHERE c.sold_out) AS n_sold_out,
         count(*) FILTER (WHERE c.beside) AS n_rule,
         sum(c.miss) FILTER (WHERE c.known)::float8 / nullif(sum(c.actual) FILTER (WHERE c.known), 0) AS wape,
         sum(c.predicted - c.actual) FILTER (WHERE c.known)::float8 / nullif(sum(c.actual) FILTER (WHERE c.known), 0) AS bias,
         avg((c.actual BETWEEN c.lower AND c.upper)::int) FILTER (WHERE c.known)::float8 AS coverage,
         avg((c.actual > c.upper)::int) FILTER (WHERE c.known)::float8 AS above_range,
         sum(abs(c.mean - c.actual)) FILTER (WHERE c.beside) / nullif(sum(c.actual) FILTER (WHERE c.beside), 0) AS rule_wape,
         sum(c.miss) FILTER (WHERE c.beside)::float8 / nullif(sum(c.actual) FILTER (WHERE c.beside), 0) AS wape_beside_rule,
         sum(c.predicted) AS predicted, sum(c.actual) AS actual,
         CASE WHEN count(c.mean) = count(*) THEN sum(c.mean) END AS rule,
         sum((c.predicted - c.lower) / c.reach) AS below, sum(((c.predicted - c.lower) / c.reach) ^ 2) AS below2,
         sum((c.upper - c.predicted) / c.reach) AS above, sum(((c.upper - c.predicted) / c.reach) ^ 2) AS above2,
         avg(c.coverage) FILTER (WHERE c.known AND c.lower IS NOT NULL)::float8 / 100 AS meant
  FROM cases c
  CROSS JOIN LATERAL (VALUES ('all', 0, c.in_force), ('horizon', c.horizon, true),
                             ('weekday', extract(isodow FROM c.forecast_date)::int, c.in_force),
                             ('product', c.product_id, c.in_force), ('shop', c.store_id, c.in_force),
                             ('day', c.forecast_date - date '1970-01-01', c.in_force)) v (dimension, key, counts)
  WHERE v.counts
  GROUP BY v.dimension, v.key
)
SELECT t.dimension, t.key, coalesce(p.name, s.name) AS label, t.n, t.n_sold_out, t.n_rule, t.wape, t.bias, t.coverage, t.above_range,
       t.rule_wape, t.wape_beside_rule, t.predicted, t.actual, t.rule, t.below, t.below2, t.above, t.above2, t.meant,
       (SELECT r.shared_error FROM forecast_runs r WHERE r.shared_error IS NOT NULL ORDER BY r.id DESC LIMIT 1)
         AS shared_error
FROM totals t
LEFT JOIN products p ON t.dimension = 'product' AND p.id = t.key
LEFT JOIN stores s ON t.dimension = 'shop' AND s.id = t.key
ORDER BY t.dimension, t.key
