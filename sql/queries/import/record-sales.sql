-- Keeps the sales as they were that the file is about to change.
-- $1: source of the new figures, 'till' or 'derived'; a derived one never changes a till's.
-- The days of the file bound what is read of the table, whose size is all of history.
INSERT INTO import_changes (batch_id, table_name, row_id, before)
SELECT current_setting('ddi.import_batch')::int, 'daily_sales', d.id, to_jsonb(d)
FROM import_rows r
JOIN import_stores s ON s.ref = r.store_ref
JOIN import_names n ON n.ref = r.name_ref
JOIN daily_sales d ON d.store_id = s.store_id AND d.date = r.date AND d.product_id = n.product_id
  AND d.date BETWEEN (SELECT min(date) FROM import_rows) AND (SELECT max(date) FROM import_rows)
WHERE (d.quantity_sold <> r.sold OR (d.source <> $1 AND r.sold IS NOT NULL)
       OR d.revenue IS DISTINCT FROM coalesce(r.revenue, d.revenue)
       OR (r.custom IS NOT NULL AND d.custom IS DISTINCT FROM coalesce(d.custom, '{}') || r.custom))
  AND (d.source = 'derived' OR $1 = 'till');
