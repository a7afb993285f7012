-- What there is to move: out of the live tables, or back out of the archive.
-- $1 boolean back, $2 date the first day, $3 date the first day that is left alone
-- → table_name, rows, bytes (about, with its share of the indexes), oldest, newest (days; NULL: no row)
WITH figures AS (
  SELECT 'daily_sales' AS table_name, count(*) AS rows, min(s.date) AS oldest, max(s.date) AS newest
  FROM all_sales s WHERE s.archived = $1::boolean AND s.date >= $2::date AND s.date < $3::date
  UNION ALL
  SELECT 'daily_waste', count(*), min(s.date), max(s.date)
  FROM all_waste s WHERE s.archived = $1::boolean AND s.date >= $2::date AND s.date < $3::date
)
SELECT f.table_name, f.rows,
       (sum(pg_total_relation_size(c.oid)) * f.rows / greatest(sum(greatest(c.reltuples, 0))::bigint, f.rows, 1))::bigint AS bytes,
       f.oldest, f.newest
FROM figures f
-- An archive's rows are in its partitions.
CROSS JOIN LATERAL (SELECT (f.table_name || CASE WHEN $1::boolean THEN '_archive' ELSE '' END)::regclass AS oid) o
JOIN pg_class c ON c.relkind = 'r' AND (c.oid = o.oid OR c.oid IN (SELECT t.relid FROM pg_partition_tree(o.oid) t))
GROUP BY f.table_name, f.rows, f.oldest, f.newest
ORDER BY f.table_name
