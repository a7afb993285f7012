-- What another type would do to the values of an added column: the totals in each row, and examples, those that are none of
-- the new type first, then those that would be written differently, each by the number of its rows.
-- $1 text entity ('sales' or 'waste'), $2 text name, $3 text type
-- → rows (that would be written), archived (of those, in the archive), kept (with a value that would not come back by itself
-- and is kept), empty (of those, with none of the new type), restored (that get back what they were before), value, becomes
-- (text, NULL: it is none), n (rows that have it). No row: nothing would be written.
WITH c AS (
  SELECT name, type, custom_back($1, $2, $3) AS back FROM custom_columns
  WHERE entity = $1 AND name = $2 AND dropped_at IS NULL
), x AS (
  SELECT s.custom, s.archived FROM all_sales s WHERE $1::text = 'sales' AND s.custom IS NOT NULL
  UNION ALL
  SELECT w.custom, w.archived FROM all_waste w WHERE $1::text = 'waste' AND w.custom IS NOT NULL
), v AS (
  SELECT c.name, c.type, c.back, nullif(jsonb_strip_nulls(jsonb_build_object(c.name, x.custom -> c.name,
           coalesce(c.back, ' none'), x.custom -> c.back)), '{}') AS given,
         count(*) AS n, count(*) FILTER (WHERE x.archived) AS archived
  FROM x CROSS JOIN c WHERE x.custom ?| ARRAY[c.name, c.back]
  GROUP BY 1, 2, 3, 4
), r AS MATERIALIZED (
  SELECT v.*, custom_retyped(v.given, v.name, v.type, $3, v.back, ' kept') AS becomes FROM v
), t AS (
  SELECT r.*, r.becomes ? ' kept' AS kept, r.becomes ? ' kept' AND NOT r.becomes ? r.name AS empty,
         r.back IS NOT NULL AND r.given ? r.back AND NOT r.becomes ? r.back AS restored
  FROM r WHERE r.becomes ?| ARRAY[r.name, ' kept']
)
SELECT sum(n) OVER ()::bigint AS rows, sum(archived) OVER ()::bigint AS archived,
       coalesce(sum(n) FILTER (WHERE kept) OVER (), 0)::bigint AS kept,
       coalesce(sum(n) FILTER (WHERE empty) OVER (), 0)::bigint AS empty,
       coalesce(sum(n) FILTER (WHERE restored) OVER (), 0)::bigint AS restored,
       given ->> name AS value, becomes ->> name AS becomes, n
FROM t ORDER BY empty DESC, kept DESC, n DESC, given LIMIT 5
