-- Keeps the days as they were that the sheet is about to change (see write-days).
INSERT INTO import_changes (batch_id, table_name, row_id, before)
SELECT current_setting('ddi.import_batch')::int, 'store_days', 0, to_jsonb(d)
FROM import_days r
JOIN import_stores s ON s.ref = r.store_ref
JOIN store_days d ON d.store_id = s.store_id AND d.date = r.date
WHERE d.state NOT IN ('closed', 'closed_early')
  AND ((d.state <> r.state AND NOT (d.state = 'complete' AND r.state = 'not_counted'))
       OR d.typed_bought IS DISTINCT FROM coalesce(r.typed_bought, d.typed_bought)
       OR d.typed_sold IS DISTINCT FROM coalesce(r.typed_sold, d.typed_sold));
