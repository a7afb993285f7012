-- Counts what the newest demo batch has added, which also folds the totals of its days (a trigger on
-- rows_unchanged). The three tables of figures were filled from the same
-- cells.
-- Columns: rows_added.
UPDATE import_batches b
SET rows_unchanged = 0,
    rows_added = (SELECT count(*) FROM daily_production WHERE import_batch_id = b.id)
               + (SELECT count(*) FROM daily_waste WHERE import_batch_id = b.id)
               + (SELECT count(*) FROM daily_sales WHERE import_batch_id = b.id)
               + (SELECT count(*) FROM store_days WHERE import_batch_id = b.id)
               + (SELECT count(*) FROM calendar_events WHERE import_batch_id = b.id)
WHERE id = (SELECT max(id) FROM import_batches WHERE kind = 'demo')
RETURNING rows_added
