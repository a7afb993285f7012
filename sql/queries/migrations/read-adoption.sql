-- What adopting has counted.
-- → stores_made, products_added, spellings, rows_summed, rows_clamped, legacy_hashes
SELECT details ->> 'stores_made', details ->> 'products_added', details ->> 'spellings',
       details ->> 'rows_summed', details ->> 'rows_clamped', details ->> 'legacy_hashes'
FROM audit_logs
WHERE action = 'ADOPTION'
ORDER BY id DESC
LIMIT 1
