-- Deletes products that nothing was ever written about and nobody has changed meanwhile; the others are no longer
-- offered. All or none.
-- $1 int[] ids, $2 int[] their row_versions
-- → id, name, deleted (false: only set inactive)
WITH wanted AS (
  SELECT k.id, k.row_version FROM unnest($1::int[], $2::int[]) AS k (id, row_version)
), used AS (
  SELECT p.id FROM products p
  WHERE p.id = ANY ($1::int[])
    AND (EXISTS (SELECT FROM all_sales r WHERE r.product_id = p.id)
         OR EXISTS (SELECT FROM all_waste r WHERE r.product_id = p.id)
         OR EXISTS (SELECT FROM daily_production r WHERE r.product_id = p.id)
         OR EXISTS (SELECT FROM forecasts r WHERE r.product_id = p.id)
         OR EXISTS (SELECT FROM forecast_comments r WHERE r.product_id = p.id)
         OR EXISTS (SELECT FROM model_accuracy r WHERE r.product_id = p.id)
         OR EXISTS (SELECT FROM product_merges r WHERE p.id IN (r.merged_id, r.kept_id))
         OR EXISTS (SELECT FROM calendar_events r WHERE r.product_id = p.id)
         OR EXISTS (SELECT FROM product_offers r WHERE r.starts_like_product_id = p.id))
), hidden AS (
  UPDATE products p SET active = false FROM wanted w
  WHERE p.id = w.id AND p.row_version = w.row_version AND p.id IN (SELECT u.id FROM used u)
  RETURNING p.id, p.name
), removed AS (
  DELETE FROM products p USING wanted w
  WHERE p.id = w.id AND p.row_version = w.row_version AND NOT EXISTS (SELECT FROM used u WHERE u.id = p.id)
  RETURNING p.id, p.name
), done AS (
  SELECT id, name, false AS deleted FROM hidden
  UNION ALL
  SELECT id, name, true FROM removed
  UNION ALL
  SELECT NULL, NULL, refuse_stale('products')
  WHERE (SELECT count(*) FROM hidden) + (SELECT count(*) FROM removed) < cardinality($1::int[])
)
SELECT id, name, deleted FROM done ORDER BY name
