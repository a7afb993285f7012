-- What the file would do, by table.
-- $1: source of the sales, 'till' or 'derived'.
-- Columns: what ('made', 'wasted' or 'sold'), added, changed, unchanged, kept (sales of the till that
-- a derived figure does not touch).
-- The days of the file bound what is read of the table, whose size is all of history.
WITH resolved AS (
  SELECT s.store_id, n.product_id, r.date, r.made, r.wasted, r.sold, r.revenue, r.custom
  FROM import_rows r
  JOIN import_stores s ON s.ref = r.store_ref
  JOIN import_names n ON n.ref = r.name_ref
)
SELECT 'made' AS what, count(*) FILTER (WHERE d.id IS NULL) AS added,
       count(*) FILTER (WHERE d.quantity_produced <> r.made) AS changed,
       count(*) FILTER (WHERE d.quantity_produced = r.made) AS unchanged, 0::bigint AS kept
FROM resolved r
LEFT JOIN daily_production d ON d.store_id = r.store_id AND d.date = r.date AND d.product_id = r.product_id
  AND d.date BETWEEN (SELECT min(date) FROM import_rows) AND (SELECT max(date) FROM import_rows)
WHERE r.made IS NOT NULL
UNION ALL
SELECT 'wasted', count(*) FILTER (WHERE d.id IS NULL), count(*) FILTER (WHERE d.quantity_wasted <> r.wasted),
       count(*) FILTER (WHERE d.quantity_wasted = r.wasted), 0
FROM resolved r
LEFT JOIN all_waste d ON d.store_id = r.store_id AND d.date = r.date AND d.product_id = r.product_id
  AND d.date BETWEEN (SELECT min(date) FROM import_rows) AND (SELECT max(date) FROM import_rows)
WHERE r.wasted IS NOT NULL
UNION ALL
SELECT 'sold', count(*) FILTER (WHERE d.id IS NULL),
       count(*) FILTER (WHERE (d.quantity_sold <> r.sold OR d.source <> $1
                                 OR d.revenue IS DISTINCT FROM coalesce(r.revenue, d.revenue)
                                 OR (r.custom IS NOT NULL AND d.custom IS DISTINCT FROM coalesce(d.custom, '{}') || r.custom)) AND (d.source = 'derived' OR $1 = 'till')),
       count(*) FILTER (WHERE d.quantity_sold = r.sold AND d.source = $1
                                 AND d.revenue IS NOT DISTINCT FROM coalesce(r.revenue, d.revenue)
                                 AND (r.custom IS NULL OR d.custom IS NOT DISTINCT FROM coalesce(d.custom, '{}') || r.custom)),
       count(*) FILTER (WHERE d.source = 'till' AND $1 = 'derived')
FROM resolved r
LEFT JOIN all_sales d ON d.store_id = r.store_id AND d.date = r.date AND d.product_id = r.product_id
  AND d.date BETWEEN (SELECT min(date) FROM import_rows) AND (SELECT max(date) FROM import_rows)
WHERE r.sold IS NOT NULL;
