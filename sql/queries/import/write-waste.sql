-- Adds what the file tells to daily_waste and changes what it tells otherwise, at the cost that holds
-- that day (NULL where nobody has said one).
-- $1: user id. Columns: added, changed (rows).
WITH written AS (
  INSERT INTO daily_waste AS d (user_id, store_id, date, product_id, product_name, quantity_wasted, import_batch_id, reason,
                                cost)
  SELECT $1::int, s.store_id, r.date, n.product_id, n.written, r.wasted, current_setting('ddi.import_batch')::int, 'End of day',
         r.wasted * cost_on(n.product_id, s.store_id, r.date)
  FROM import_rows r
  JOIN import_stores s ON s.ref = r.store_ref
  JOIN import_names n ON n.ref = r.name_ref
  WHERE r.wasted IS NOT NULL
    -- The same figure in the archive stays there; another one is refused by its table.
    AND NOT EXISTS (SELECT FROM daily_waste_archive a
                    WHERE a.store_id = s.store_id AND a.date = r.date AND a.product_id = n.product_id
                      AND a.date BETWEEN (SELECT min(date) FROM import_rows) AND (SELECT max(date) FROM import_rows)
                      AND a.quantity_wasted = r.wasted)
  ON CONFLICT (store_id, date, product_id) DO UPDATE
    SET quantity_wasted = excluded.quantity_wasted, import_batch_id = excluded.import_batch_id, cost = excluded.cost
    WHERE d.quantity_wasted <> excluded.quantity_wasted
  RETURNING (xmax = 0) AS added
), counted AS (
  SELECT count(*) FILTER (WHERE added) AS added, count(*) FILTER (WHERE NOT added) AS changed FROM written
), told AS (
  UPDATE import_batches b SET rows_added = b.rows_added + c.added, rows_changed = b.rows_changed + c.changed
  FROM counted c WHERE b.id = current_setting('ddi.import_batch')::int
)
SELECT added, changed FROM counted;
