-- Back to pending: the undo of a decision. A row beside which a newer proposal already waits stays
-- decided. $1 forecasts. Columns: id.
UPDATE forecasts f SET status = 'pending', approved_quantity = NULL, decided_by = NULL, decided_at = NULL,
       decision_reason = NULL, kept_against = NULL, row_version = f.row_version + 1
WHERE f.id = ANY ($1::integer[]) AND f.status <> 'pending'
  AND NOT EXISTS (SELECT 1 FROM forecasts n WHERE n.store_id = f.store_id AND n.forecast_date = f.forecast_date
                    AND n.product_id = f.product_id AND n.status = 'pending')
RETURNING f.id
