-- A window of the sales list, sorted, from a row on. Only one branch is planned, since the
-- parameters are known then; the key of the row before makes any depth equally fast, and a skip
-- reaches a place whose neighbours are not known. Each branch reads both places in its own order.
-- $1 int[] stores (NULL: all); $2 date first day, $3 date last day (NULL: open); $4 int product (NULL:
-- all); $5 text in the product's name or an alias (NULL: all); $6 text sort ('date', 'product',
-- 'quantity'), $7 boolean descending; the row before (all NULL: from the start): $8 its date, $9 its
-- product_name, $10 its quantity, $11 its id; $12 bigint rows to skip; $13 int most rows
-- A single store is compared by =, so that its own index tells the order of days.
-- → id, date, store_id, store_name, product_id, product_name, category, quantity (pieces),
--   revenue (money, NULL unknown), source ('till', 'derived'), notes, row_version, archived (it can only be read),
--   custom (JSON object of the added columns' values, NULL: none)
WITH searched AS (
  SELECT DISTINCT a.product_id AS id FROM product_aliases a
  WHERE strpos(a.key, product_key($5)) > 0
), page AS (
  (SELECT s.id, s.date
   FROM (
     (SELECT s.id, s.date
     FROM daily_sales s
     WHERE $6 = 'date' AND NOT $7 AND ($11::bigint IS NULL OR (s.date, s.id) > ($8::date, $11::bigint))
       AND ($1::int[] IS NULL OR CASE cardinality($1::int[]) WHEN 1 THEN s.store_id = ($1::int[])[1] ELSE s.store_id = ANY ($1) END)
       AND ($2::date IS NULL OR s.date >= $2)
       AND ($3::date IS NULL OR s.date <= $3) AND ($4::int IS NULL OR s.product_id = $4)
       AND ($5::text IS NULL OR s.product_id = ANY (ARRAY(SELECT id FROM searched)))
     ORDER BY s.date, s.id LIMIT $12::bigint + $13::int)
     UNION ALL
     (SELECT s.id, s.date
     FROM daily_sales_archive s
     WHERE $6 = 'date' AND NOT $7 AND ($11::bigint IS NULL OR (s.date, s.id) > ($8::date, $11::bigint))
       AND ($1::int[] IS NULL OR CASE cardinality($1::int[]) WHEN 1 THEN s.store_id = ($1::int[])[1] ELSE s.store_id = ANY ($1) END)
       AND ($2::date IS NULL OR s.date >= $2)
       AND ($3::date IS NULL OR s.date <= $3) AND ($4::int IS NULL OR s.product_id = $4)
       AND ($5::text IS NULL OR s.product_id = ANY (ARRAY(SELECT id FROM searched)))
     ORDER BY s.date, s.id LIMIT $12::bigint + $13::int)) s
   ORDER BY s.date, s.id OFFSET $12 LIMIT $13)
  UNION ALL
  (SELECT s.id, s.date
   FROM (
     (SELECT s.id, s.date
     FROM daily_sales s
     WHERE $6 = 'date' AND $7 AND ($11::bigint IS NULL OR (s.date, s.id) < ($8::date, $11::bigint))
       AND ($1::int[] IS NULL OR CASE cardinality($1::int[]) WHEN 1 THEN s.store_id = ($1::int[])[1] ELSE s.store_id = ANY ($1) END)
       AND ($2::date IS NULL OR s.date >= $2)
       AND ($3::date IS NULL OR s.date <= $3) AND ($4::int IS NULL OR s.product_id = $4)
       AND ($5::text IS NULL OR s.product_id = ANY (ARRAY(SELECT id FROM searched)))
     ORDER BY s.date DESC, s.id DESC LIMIT $12::bigint + $13::int)
     UNION ALL
     (SELECT s.id, s.date
     FROM daily_sales_archive s
     WHERE $6 = 'date' AND $7 AND ($11::bigint IS NULL OR (s.date, s.id) < ($8::date, $11::bigint))
       AND ($1::int[] IS NULL OR CASE cardinality($1::int[]) WHEN 1 THEN s.store_id = ($1::int[])[1] ELSE s.store_id = ANY ($1) END)
       AND ($2::date IS NULL OR s.date >= $2)
       AND ($3::date IS NULL OR s.date <= $3) AND ($4::int IS NULL OR s.product_id = $4)
       AND ($5::text IS NULL OR s.product_id = ANY (ARRAY(SELECT id FROM searched)))
     ORDER BY s.date DESC, s.id DESC LIMIT $12::bigint + $13::int)) s
   ORDER BY s.date DESC, s.id DESC OFFSET $12 LIMIT $13)
  UNION ALL
  (SELECT s.id, s.date
   FROM (
     (SELECT s.id, s.date, p.name
     FROM products p CROSS JOIN LATERAL (
       SELECT s.id, s.date FROM daily_sales s
       WHERE s.product_id = p.id
         AND ($11::bigint IS NULL
              OR (s.date, s.id) > (CASE WHEN p.name = $9::text THEN $8::date ELSE '-infinity' END,
                                   CASE WHEN p.name = $9::text THEN $11::bigint ELSE 0 END))
         AND ($1::int[] IS NULL OR CASE cardinality($1::int[]) WHEN 1 THEN s.store_id = ($1::int[])[1] ELSE s.store_id = ANY ($1) END)
         AND ($2::date IS NULL OR s.date >= $2)
         AND ($3::date IS NULL OR s.date <= $3)
       ORDER BY s.date, s.id LIMIT $12::bigint + $13::int) s
     WHERE $6 = 'product' AND NOT $7 AND ($11::bigint IS NULL OR p.name >= $9::text)
       AND ($4::int IS NULL OR p.id = $4) AND ($5::text IS NULL OR p.id = ANY (ARRAY(SELECT id FROM searched)))
     ORDER BY p.name, s.date, s.id LIMIT $12::bigint + $13::int)
     UNION ALL
     (SELECT s.id, s.date, p.name
     FROM products p CROSS JOIN LATERAL (
       SELECT s.id, s.date FROM daily_sales_archive s
       WHERE s.product_id = p.id
         AND ($11::bigint IS NULL
              OR (s.date, s.id) > (CASE WHEN p.name = $9::text THEN $8::date ELSE '-infinity' END,
                                   CASE WHEN p.name = $9::text THEN $11::bigint ELSE 0 END))
         AND ($1::int[] IS NULL OR CASE cardinality($1::int[]) WHEN 1 THEN s.store_id = ($1::int[])[1] ELSE s.store_id = ANY ($1) END)
         AND ($2::date IS NULL OR s.date >= $2)
         AND ($3::date IS NULL OR s.date <= $3)
       ORDER BY s.date, s.id LIMIT $12::bigint + $13::int) s
     WHERE $6 = 'product' AND NOT $7 AND ($11::bigint IS NULL OR p.name >= $9::text)
       AND ($4::int IS NULL OR p.id = $4) AND ($5::text IS NULL OR p.id = ANY (ARRAY(SELECT id FROM searched)))
     ORDER BY p.name, s.date, s.id LIMIT $12::bigint + $13::int)) s
   ORDER BY s.name, s.date, s.id OFFSET $12 LIMIT $13)
  UNION ALL
  (SELECT s.id, s.date
   FROM (
     (SELECT s.id, s.date, p.name
     FROM products p CROSS JOIN LATERAL (
       SELECT s.id, s.date FROM daily_sales s
       WHERE s.product_id = p.id
         AND ($11::bigint IS NULL
              OR (s.date, s.id) < (CASE WHEN p.name = $9::text THEN $8::date ELSE 'infinity' END,
                                   CASE WHEN p.name = $9::text THEN $11::bigint ELSE 9223372036854775807 END))
         AND ($1::int[] IS NULL OR CASE cardinality($1::int[]) WHEN 1 THEN s.store_id = ($1::int[])[1] ELSE s.store_id = ANY ($1) END)
         AND ($2::date IS NULL OR s.date >= $2)
         AND ($3::date IS NULL OR s.date <= $3)
       ORDER BY s.date DESC, s.id DESC LIMIT $12::bigint + $13::int) s
     WHERE $6 = 'product' AND $7 AND ($11::bigint IS NULL OR p.name <= $9::text)
       AND ($4::int IS NULL OR p.id = $4) AND ($5::text IS NULL OR p.id = ANY (ARRAY(SELECT id FROM searched)))
     ORDER BY p.name DESC, s.date DESC, s.id DESC LIMIT $12::bigint + $13::int)
     UNION ALL
     (SELECT s.id, s.date, p.name
     FROM products p CROSS JOIN LATERAL (
       SELECT s.id, s.date FROM daily_sales_archive s
       WHERE s.product_id = p.id
         AND ($11::bigint IS NULL
              OR (s.date, s.id) < (CASE WHEN p.name = $9::text THEN $8::date ELSE 'infinity' END,
                                   CASE WHEN p.name = $9::text THEN $11::bigint ELSE 9223372036854775807 END))
         AND ($1::int[] IS NULL OR CASE cardinality($1::int[]) WHEN 1 THEN s.store_id = ($1::int[])[1] ELSE s.store_id = ANY ($1) END)
         AND ($2::date IS NULL OR s.date >= $2)
         AND ($3::date IS NULL OR s.date <= $3)
       ORDER BY s.date DESC, s.id DESC LIMIT $12::bigint + $13::int) s
     WHERE $6 = 'product' AND $7 AND ($11::bigint IS NULL OR p.name <= $9::text)
       AND ($4::int IS NULL OR p.id = $4) AND ($5::text IS NULL OR p.id = ANY (ARRAY(SELECT id FROM searched)))
     ORDER BY p.name DESC, s.date DESC, s.id DESC LIMIT $12::bigint + $13::int)) s
   ORDER BY s.name DESC, s.date DESC, s.id DESC OFFSET $12 LIMIT $13)
  UNION ALL
  (SELECT s.id, s.date
   FROM (
     (SELECT s.id, s.date, s.quantity_sold
     FROM daily_sales s
     WHERE $6 = 'quantity' AND NOT $7 AND ($11::bigint IS NULL OR (s.quantity_sold, s.id) > ($10::int, $11::bigint))
       AND ($1::int[] IS NULL OR CASE cardinality($1::int[]) WHEN 1 THEN s.store_id = ($1::int[])[1] ELSE s.store_id = ANY ($1) END)
       AND ($2::date IS NULL OR s.date >= $2)
       AND ($3::date IS NULL OR s.date <= $3) AND ($4::int IS NULL OR s.product_id = $4)
       AND ($5::text IS NULL OR s.product_id = ANY (ARRAY(SELECT id FROM searched)))
     ORDER BY s.quantity_sold, s.id LIMIT $12::bigint + $13::int)
     UNION ALL
     (SELECT s.id, s.date, s.quantity_sold
     FROM daily_sales_archive s
     WHERE $6 = 'quantity' AND NOT $7 AND ($11::bigint IS NULL OR (s.quantity_sold, s.id) > ($10::int, $11::bigint))
       AND ($1::int[] IS NULL OR CASE cardinality($1::int[]) WHEN 1 THEN s.store_id = ($1::int[])[1] ELSE s.store_id = ANY ($1) END)
       AND ($2::date IS NULL OR s.date >= $2)
       AND ($3::date IS NULL OR s.date <= $3) AND ($4::int IS NULL OR s.product_id = $4)
       AND ($5::text IS NULL OR s.product_id = ANY (ARRAY(SELECT id FROM searched)))
     ORDER BY s.quantity_sold, s.id LIMIT $12::bigint + $13::int)) s
   ORDER BY s.quantity_sold, s.id OFFSET $12 LIMIT $13)
  UNION ALL
  (SELECT s.id, s.date
   FROM (
     (SELECT s.id, s.date, s.quantity_sold
     FROM daily_sales s
     WHERE $6 = 'quantity' AND $7 AND ($11::bigint IS NULL OR (s.quantity_sold, s.id) < ($10::int, $11::bigint))
       AND ($1::int[] IS NULL OR CASE cardinality($1::int[]) WHEN 1 THEN s.store_id = ($1::int[])[1] ELSE s.store_id = ANY ($1) END)
       AND ($2::date IS NULL OR s.date >= $2)
       AND ($3::date IS NULL OR s.date <= $3) AND ($4::int IS NULL OR s.product_id = $4)
       AND ($5::text IS NULL OR s.product_id = ANY (ARRAY(SELECT id FROM searched)))
     ORDER BY s.quantity_sold DESC, s.id DESC LIMIT $12::bigint + $13::int)
     UNION ALL
     (SELECT s.id, s.date, s.quantity_sold
     FROM daily_sales_archive s
     WHERE $6 = 'quantity' AND $7 AND ($11::bigint IS NULL OR (s.quantity_sold, s.id) < ($10::int, $11::bigint))
       AND ($1::int[] IS NULL OR CASE cardinality($1::int[]) WHEN 1 THEN s.store_id = ($1::int[])[1] ELSE s.store_id = ANY ($1) END)
       AND ($2::date IS NULL OR s.date >= $2)
       AND ($3::date IS NULL OR s.date <= $3) AND ($4::int IS NULL OR s.product_id = $4)
       AND ($5::text IS NULL OR s.product_id = ANY (ARRAY(SELECT id FROM searched)))
     ORDER BY s.quantity_sold DESC, s.id DESC LIMIT $12::bigint + $13::int)) s
   ORDER BY s.quantity_sold DESC, s.id DESC OFFSET $12 LIMIT $13)
)
SELECT s.id, s.date, s.store_id, st.name AS store_name, s.product_id, p.name AS product_name, p.category,
       s.quantity_sold AS quantity, s.revenue, s.source, s.notes, s.row_version, s.archived, s.custom
FROM page JOIN all_sales s ON s.id = page.id AND s.date = page.date
JOIN stores st ON st.id = s.store_id
JOIN products p ON p.id = s.product_id
ORDER BY CASE WHEN $6 = 'product' AND NOT $7 THEN p.name END, CASE WHEN $6 = 'product' AND $7 THEN p.name END DESC,
         CASE WHEN $6 = 'quantity' AND NOT $7 THEN s.quantity_sold END, CASE WHEN $6 = 'quantity' AND $7 THEN s.quantity_sold END DESC,
         CASE WHEN $6 <> 'quantity' AND NOT $7 THEN s.date END, CASE WHEN $6 <> 'quantity' AND $7 THEN s.date END DESC,
         CASE WHEN NOT $7 THEN s.id END, s.id DESC
