-- Keeps the weather as it was that the file is about to change.
INSERT INTO import_changes (batch_id, table_name, row_id, before)
SELECT current_setting('ddi.import_batch')::int, 'weather', 0, to_jsonb(d)
FROM import_weather r
LEFT JOIN import_stores s ON s.ref = r.store_ref
JOIN weather d ON d.store_id IS NOT DISTINCT FROM s.store_id AND d.date = r.date AND d.measure = r.measure
WHERE d.value <> r.value;
