-- Deletes products that nothing was ever written about; the others are no longer offered.
-- $1 int[] ids
-- → id, name, deleted (false: only set inactive)
WITH used AS (
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
  UPDATE products p SET active = false FROM used u WHERE p.id = u.id RETURNING p.id, p.name
), removed AS (
  DELETE FROM products p WHERE p.id = ANY ($1::int[]) AND NOT EXISTS (SELECT FROM used u WHERE u.id = p.id)
  RETURNING p.id, p.name
)
SELECT id, name, false AS deleted FROM hidden
UNION ALL
SELECT id, name, true FROM removed
ORDER BY name
