-- Takes out the products that a batch has made and nobody uses.
-- $1: batch id. Columns: restored (always 0), removed, kept (products).
WITH removed AS (
  DELETE FROM products p
  USING import_changes c
  WHERE c.batch_id = $1::int AND c.table_name = 'products' AND p.id = c.row_id AND p.row_version = 1
    AND NOT EXISTS (SELECT FROM all_sales WHERE product_id = p.id)
    AND NOT EXISTS (SELECT FROM all_waste WHERE product_id = p.id)
    AND NOT EXISTS (SELECT FROM daily_production WHERE product_id = p.id)
    AND NOT EXISTS (SELECT FROM forecasts WHERE product_id = p.id)
    AND NOT EXISTS (SELECT FROM forecast_history WHERE product_id = p.id)
    AND NOT EXISTS (SELECT FROM forecast_comments WHERE product_id = p.id)
    AND NOT EXISTS (SELECT FROM model_accuracy WHERE product_id = p.id)
    AND NOT EXISTS (SELECT FROM product_merges WHERE p.id IN (merged_id, kept_id))
    AND NOT EXISTS (SELECT FROM product_prices WHERE product_id = p.id)
    AND NOT EXISTS (SELECT FROM product_offers WHERE p.id IN (product_id, starts_like_product_id))
    AND NOT EXISTS (SELECT FROM calendar_events WHERE product_id = p.id)
    AND NOT EXISTS (SELECT FROM product_aliases a WHERE a.product_id = p.id AND a.key <> product_key(p.name))
  RETURNING p.id
)
SELECT 0::bigint AS restored, (SELECT count(*) FROM removed) AS removed, 0::bigint AS kept;
