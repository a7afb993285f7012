-- What another type would do to the values of an added column: the totals in each row, and examples: up to three that are
-- none of the new type, and up to three others, those that would be written differently first.
-- $1 text entity ('sales' or 'waste'), $2 text name, $3 text type
-- → rows (that would be written), archived (of those, in the archive), kept (with a value that would not come back by itself
-- and is kept), empty (of those, with none of the new type), restored (that get back what they were before), value, becomes
-- (text, NULL: it is none), n (rows that have it). No row: nothing would be written.
-- Asked for once, not in each row.
WITH c AS MATERIALIZED (
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
SELECT p.rows, p.archived, p.kept, p.empty, p.restored, p.value, p.becomes, p.n
FROM (SELECT sum(t.n) OVER ()::bigint AS rows, sum(t.archived) OVER ()::bigint AS archived,
             coalesce(sum(t.n) FILTER (WHERE t.kept) OVER (), 0)::bigint AS kept,
             coalesce(sum(t.n) FILTER (WHERE t.empty) OVER (), 0)::bigint AS empty,
             coalesce(sum(t.n) FILTER (WHERE t.restored) OVER (), 0)::bigint AS restored,
             t.given ->> t.name AS value, t.becomes ->> t.name AS becomes, t.n, t.empty AS none,
             row_number() OVER (PARTITION BY t.empty ORDER BY t.kept DESC, t.n DESC, t.given) AS place
      FROM t) p
WHERE p.place <= 3
ORDER BY p.none DESC, p.place
