-- Adds what the file tells to daily_sales and changes what it tells otherwise; a derived figure never
-- changes a till's. Pieces that change without a revenue leave no revenue that was other pieces'.
-- $1: user id, $2: source, 'till' or 'derived'. Columns: added, changed (rows).
WITH written AS (
  INSERT INTO daily_sales AS d (user_id, store_id, date, product_id, product_name, quantity_sold, revenue, source, notes,
                                import_batch_id, custom)
  SELECT $1::int, s.store_id, r.date, n.product_id, n.written, r.sold, r.revenue, $2, r.note,
         current_setting('ddi.import_batch')::int, r.custom
  FROM import_rows r
  JOIN import_stores s ON s.ref = r.store_ref
  JOIN import_names n ON n.ref = r.name_ref
  WHERE r.sold IS NOT NULL
    -- The same figure in the archive stays there; another one is refused by its table.
    AND NOT EXISTS (SELECT FROM daily_sales_archive a
                    WHERE a.store_id = s.store_id AND a.date = r.date AND a.product_id = n.product_id
                      AND a.date BETWEEN (SELECT min(date) FROM import_rows) AND (SELECT max(date) FROM import_rows)
                      AND ((a.source = 'till' AND $2 = 'derived')
                           OR (a.quantity_sold = r.sold AND a.source = $2
                               AND a.revenue IS NOT DISTINCT FROM coalesce(r.revenue, a.revenue)
                               AND (r.custom IS NULL OR coalesce(a.custom @> r.custom, false)))))
  ON CONFLICT (store_id, date, product_id) DO UPDATE
    SET quantity_sold = excluded.quantity_sold, source = excluded.source,
        revenue = coalesce(excluded.revenue, CASE WHEN d.quantity_sold = excluded.quantity_sold THEN d.revenue END),
        import_batch_id = excluded.import_batch_id,
        custom = CASE WHEN excluded.custom IS NULL THEN d.custom ELSE coalesce(d.custom, '{}') || excluded.custom END,
        notes = coalesce(excluded.notes, CASE d.source WHEN 'till' THEN d.notes END)
    WHERE (d.quantity_sold <> excluded.quantity_sold OR d.source <> excluded.source
           OR d.revenue IS DISTINCT FROM coalesce(excluded.revenue, d.revenue)
           OR (excluded.custom IS NOT NULL AND d.custom IS DISTINCT FROM coalesce(d.custom, '{}') || excluded.custom))
      AND (d.source = 'derived' OR excluded.source = 'till')
  RETURNING (xmax = 0) AS added
), counted AS (
  SELECT count(*) FILTER (WHERE added) AS added, count(*) FILTER (WHERE NOT added) AS changed FROM written
), told AS (
  UPDATE import_batches b SET rows_added = b.rows_added + c.added, rows_changed = b.rows_changed + c.changed
  FROM counted c WHERE b.id = current_setting('ddi.import_batch')::int
)
SELECT added, changed FROM counted;
