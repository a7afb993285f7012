-- The statement that reads where every sequence stands; with a table, only those of its columns.
-- $1 one table, or NULL for all
-- → a statement that tells name and next, or NULL where there is none
SELECT string_agg(format('SELECT %L AS name, last_value + CASE WHEN is_called THEN %s ELSE 0 END AS next FROM %I.%I',
                         format('%I.%I', n.nspname, c.relname), s.seqincrement, n.nspname, c.relname), ' UNION ALL ')
       || ' ORDER BY 1'
FROM pg_class c
JOIN pg_namespace n ON n.oid = c.relnamespace
JOIN pg_sequence s ON s.seqrelid = c.oid
WHERE n.nspname NOT LIKE 'pg\_%'
  AND ($1::text IS NULL
       OR EXISTS (SELECT FROM pg_depend d JOIN pg_class t ON t.oid = d.refobjid JOIN pg_namespace tn ON tn.oid = t.relnamespace
                  WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.refclassid = 'pg_class'::regclass
                    AND d.deptype IN ('a', 'i') AND format('%I.%I', tn.nspname, t.relname) = $1))
