-- The day on which a row of the list lies, by the rows that each day has, so that a place in the midst of
-- millions is read from there. No row where another order than that of days is asked for.
-- $1 int[] stores (NULL: all); $2 date first day, $3 date last day (NULL: open); $4 int product (NULL:
-- all); $5 text in the product's name or an alias (NULL: all); $6 text sort ('date', …), $7 boolean descending; $8 bigint
-- rows before the one that is looked for; $9 int rows that are wanted from there
-- → what list-window takes as the row before: date, product_name, quantity (both NULL), id (before or after
--   all of the day's); skip (rows of the day that come before); first, last (what it takes for $2 and $3: the days that
--   hold the rows, and some more in case there are fewer by now. Without such a bound the planner, which does not
--   know how many shops somebody sees, may sort years of rows rather than read two days in their order)
WITH searched AS (
  SELECT DISTINCT a.product_id AS id FROM product_aliases a
  WHERE strpos(a.key, product_key($5)) > 0
), figures AS (
  SELECT t.date, t.n
  FROM production_totals t
  WHERE $1::int[] IS NULL AND ($2::date IS NULL OR t.date >= $2) AND ($3::date IS NULL OR t.date <= $3)
    AND ($4::int IS NULL OR t.product_id = $4)
    AND ($5::text IS NULL OR t.product_id = ANY (ARRAY(SELECT id FROM searched)))
  UNION ALL
  SELECT s.date, 1
  FROM daily_production s
  WHERE s.store_id = ANY ((SELECT single_stores($1::int[]))::int[]) AND ($2::date IS NULL OR s.date >= $2)
    AND ($3::date IS NULL OR s.date <= $3) AND ($4::int IS NULL OR s.product_id = $4)
    AND ($5::text IS NULL OR s.product_id = ANY (ARRAY(SELECT id FROM searched)))
), days AS (
  SELECT date, sum(n) AS n FROM figures GROUP BY date HAVING sum(n) > 0
), placed AS (
  SELECT date, sum(n) OVER (ORDER BY CASE WHEN $7 THEN - (date - '2000-01-01'::date) ELSE date - '2000-01-01'::date END) - n AS before
  FROM days
)
SELECT date, NULL::text AS product_name, NULL::int AS quantity, CASE WHEN $7 THEN 9223372036854775807 ELSE 0 END AS id,
       ($8::bigint - before)::bigint AS skip,
       CASE WHEN $7 THEN (SELECT min(date) FROM placed WHERE before < $8::bigint + 2 * $9::int) ELSE $2::date END AS first,
       CASE WHEN $7 THEN $3::date ELSE (SELECT max(date) FROM placed WHERE before < $8::bigint + 2 * $9::int) END AS last
FROM placed
WHERE $6 = 'date' AND before <= $8::bigint
ORDER BY before DESC
LIMIT 1
