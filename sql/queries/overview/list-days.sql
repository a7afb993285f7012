-- What was sold and what was forecast, by bucket of days and category. A past day's forecast counts
-- where its actual is known, so that both lines speak of the same shops and products.
-- $1 store (0: all), $2 first day, $3 last day, $4 days a bucket.
-- Columns: bucket (from 0), category (NULL: none), sold, n_sold (rows), predicted, n_predicted (rows; the
-- decided forecast where there is one), below, below2, above, above2 (sums of the standard
-- deviations that the forecast's bounds imply on either side, pieces, and of their squares), n_days (with a
-- forecast), n_sold_out.
WITH figures AS (
  SELECT t.date, t.product_id, t.sold, t.n
  FROM sales_totals t
  WHERE $1::integer = 0 AND t.date BETWEEN $2::date AND $3::date
  UNION ALL
  SELECT s.date, s.product_id, s.quantity_sold, 1
  FROM all_sales s
  WHERE s.store_id = ANY ((SELECT single_stores(nullif(ARRAY[$1::integer], '{0}')))::integer[])
    AND s.date BETWEEN $2::date AND $3::date
), sold AS (
  SELECT (s.date - $2::date) / $4::integer AS bucket, p.category, sum(s.sold) AS sold, sum(s.n) AS n
  FROM figures s JOIN products p ON p.id = s.product_id
  GROUP BY 1, p.category
  HAVING sum(s.n) > 0
), newest AS MATERIALIZED (
  SELECT max(last_day) AS day FROM store_last_days WHERE $1::integer = 0 OR store_id = $1::integer
), predicted_days AS MATERIALIZED (
  SELECT f.date, f.category, sum(f.predicted)::bigint AS predicted, sum(f.n)::bigint AS n, sum(f.below) AS below,
         sum(f.below2) AS below2, sum(f.above) AS above, sum(f.above2) AS above2,
         sum(f.n_sold_out)::bigint AS n_sold_out
  FROM (SELECT date, category, known, n, predicted, below, below2, above, above2, n_sold_out FROM forecast_sums
        WHERE $1::integer = 0
        UNION ALL
        SELECT date, category, known, n, predicted, below, below2, above, above2, n_sold_out FROM store_forecast_sums
        WHERE $1::integer <> 0 AND store_id = $1::integer) f
  WHERE f.date BETWEEN $2::date AND $3::date AND (f.known OR f.date > (SELECT day FROM newest))
  GROUP BY f.date, f.category
), predicted AS (
  SELECT (date - $2::date) / $4::integer AS bucket, category, sum(predicted)::bigint AS predicted, sum(n)::bigint AS n,
         sum(below) AS below, sum(below2) AS below2, sum(above) AS above, sum(above2) AS above2,
         count(*) AS n_days, sum(n_sold_out)::bigint AS n_sold_out
  FROM predicted_days
  GROUP BY 1, category
)
SELECT coalesce(s.bucket, f.bucket) AS bucket, coalesce(s.category, f.category) AS category, s.sold,
       coalesce(s.n, 0) AS n_sold, f.predicted, coalesce(f.n, 0) AS n_predicted, coalesce(f.below, 0) AS below,
       coalesce(f.below2, 0) AS below2, coalesce(f.above, 0) AS above, coalesce(f.above2, 0) AS above2,
       coalesce(f.n_days, 0) AS n_days,
       coalesce(f.n_sold_out, 0) AS n_sold_out
FROM sold s FULL JOIN predicted f ON f.bucket = s.bucket AND f.category IS NOT DISTINCT FROM s.category
ORDER BY 1, 2
