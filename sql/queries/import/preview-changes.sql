-- The figures that the file would change, at most a thousand.
-- $1: source of the sales, 'till' or 'derived'.
-- Columns: store, date, product (as written), what ('made', 'wasted' or 'sold'), before, after (pieces).
-- The days of the file bound what is read of the table, whose size is all of history.
WITH resolved AS (
  SELECT s.store_id, s.name AS store, n.product_id, n.written AS product, n.ref, r.date, r.made, r.wasted, r.sold
  FROM import_rows r
  JOIN import_stores s ON s.ref = r.store_ref
  JOIN import_names n ON n.ref = r.name_ref
), differing AS (
  SELECT r.store, r.date, r.product, r.ref, 'made' AS what, d.quantity_produced AS before, r.made AS after
  FROM resolved r
  JOIN daily_production d ON d.store_id = r.store_id AND d.date = r.date AND d.product_id = r.product_id
    AND d.date BETWEEN (SELECT min(date) FROM import_rows) AND (SELECT max(date) FROM import_rows)
  WHERE d.quantity_produced <> r.made
  UNION ALL
  SELECT r.store, r.date, r.product, r.ref, 'wasted', d.quantity_wasted, r.wasted
  FROM resolved r
  JOIN all_waste d ON d.store_id = r.store_id AND d.date = r.date AND d.product_id = r.product_id
    AND d.date BETWEEN (SELECT min(date) FROM import_rows) AND (SELECT max(date) FROM import_rows)
  WHERE d.quantity_wasted <> r.wasted
  UNION ALL
  SELECT r.store, r.date, r.product, r.ref, 'sold', d.quantity_sold, r.sold
  FROM resolved r
  JOIN all_sales d ON d.store_id = r.store_id AND d.date = r.date AND d.product_id = r.product_id
    AND d.date BETWEEN (SELECT min(date) FROM import_rows) AND (SELECT max(date) FROM import_rows)
  WHERE d.quantity_sold <> r.sold AND (d.source = 'derived' OR $1 = 'till')
)
SELECT store, date, product, what, before, after FROM differing ORDER BY store, date, ref, what LIMIT 1000;
