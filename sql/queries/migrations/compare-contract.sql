-- Where the tables in public differ from the contract's, made afresh in the schema $1, so that no row
-- or column is misread: a column that is missing, of another type or allowed to be NULL, and a column
-- of their own that every INSERT would have to fill.
-- $1 schema
-- → difference
WITH col AS (
  SELECT c.relnamespace::regnamespace::text AS schema, c.relname, a.attname, a.attnotnull, a.atthasdef,
         format_type(a.atttypid, a.atttypmod) AS type
  FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
  WHERE c.relkind IN ('r', 'p') AND a.attnum > 0 AND NOT a.attisdropped
    AND c.relnamespace IN ('public'::regnamespace, ($1::text)::regnamespace)
)
SELECT CASE
         WHEN found.attname IS NULL THEN format('%s.%s is missing', wanted.relname, wanted.attname)
         WHEN found.type <> wanted.type
           THEN format('%s.%s is %s, not %s', wanted.relname, wanted.attname, found.type, wanted.type)
         ELSE format('%s.%s may be NULL', wanted.relname, wanted.attname)
       END AS difference
FROM col wanted
LEFT JOIN col found ON found.schema = 'public' AND found.relname = wanted.relname
                   AND found.attname = wanted.attname
WHERE wanted.schema = $1
  AND (found.attname IS NULL OR found.type <> wanted.type OR (wanted.attnotnull AND NOT found.attnotnull))
UNION ALL
SELECT format('%s.%s must be filled by every INSERT', own.relname, own.attname)
FROM col own
WHERE own.schema = 'public' AND own.attnotnull AND NOT own.atthasdef
  AND EXISTS (SELECT FROM col w WHERE w.schema = $1 AND w.relname = own.relname)
  AND NOT EXISTS (SELECT FROM col w
                  WHERE w.schema = $1 AND w.relname = own.relname AND w.attname = own.attname)
