-- How many rows the list has, and what they add up to.
-- $1 int[] stores (NULL: all); $2 date first day, $3 date last day (NULL: open); $4 int product (NULL:
-- all); $5 text in the product's name or an alias (NULL: all)
-- → n, quantity (pieces), amount (cost, money, NULL where none is known)
WITH searched AS (
  SELECT DISTINCT a.product_id AS id FROM product_aliases a
  WHERE strpos(a.key, product_key($5)) > 0
), figures AS (
  SELECT t.n, t.wasted AS quantity, t.cost AS amount, t.n_cost AS n_amount
  FROM waste_totals t
  WHERE $1::int[] IS NULL AND ($2::date IS NULL OR t.date >= $2) AND ($3::date IS NULL OR t.date <= $3)
    AND ($4::int IS NULL OR t.product_id = $4)
    AND ($5::text IS NULL OR t.product_id = ANY (ARRAY(SELECT id FROM searched)))
  UNION ALL
  SELECT 1, s.quantity_wasted, coalesce(s.cost, 0), (s.cost IS NOT NULL)::int
  FROM all_waste s
  WHERE s.store_id = ANY ((SELECT single_stores($1::int[]))::int[]) AND ($2::date IS NULL OR s.date >= $2)
    AND ($3::date IS NULL OR s.date <= $3) AND ($4::int IS NULL OR s.product_id = $4)
    AND ($5::text IS NULL OR s.product_id = ANY (ARRAY(SELECT id FROM searched)))
)
SELECT coalesce(sum(n), 0)::bigint AS n, coalesce(sum(quantity), 0)::bigint AS quantity, CASE WHEN sum(n_amount) > 0 THEN sum(amount) END AS amount
FROM figures
