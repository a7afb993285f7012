-- Notes which days and which shop the batch is about.
UPDATE import_batches b
SET first_date = r.first_date, last_date = r.last_date,
    store_id = (SELECT min(store_id) FROM import_stores HAVING count(*) = 1)
FROM (SELECT min(date) AS first_date, max(date) AS last_date FROM import_rows) r
WHERE b.id = current_setting('ddi.import_batch')::int;
