-- Keeps the rows of daily_production as they were that the file is about to change.
-- The days of the file bound what is read of the table, whose size is all of history.
INSERT INTO import_changes (batch_id, table_name, row_id, before)
SELECT current_setting('ddi.import_batch')::int, 'daily_production', d.id, to_jsonb(d)
FROM import_rows r
JOIN import_stores s ON s.ref = r.store_ref
JOIN import_names n ON n.ref = r.name_ref
JOIN daily_production d ON d.store_id = s.store_id AND d.date = r.date AND d.product_id = n.product_id
  AND d.date BETWEEN (SELECT min(date) FROM import_rows) AND (SELECT max(date) FROM import_rows)
WHERE d.quantity_produced <> r.made;
