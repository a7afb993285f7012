-- Everything but rows, one line each with a hash of what it is: tables, columns, constraints, indexes,
-- triggers, functions, views, policies, and the rights of everybody but the owner. A condition on a VARCHAR is
-- written with its casts in another place once it was read back, so constraints, indexes and triggers are taken
-- without casts and parentheses; policies, which are never written so, as they are.
-- → name, hash
WITH spaces AS (
  SELECT n.oid, n.nspname, n.nspacl FROM pg_namespace n
  WHERE n.nspname NOT LIKE 'pg\_%' AND n.nspname <> 'information_schema'
), relations AS (
  SELECT c.*, format('%I.%I', s.nspname, c.relname) AS name FROM pg_class c JOIN spaces s ON s.oid = c.relnamespace
), routines AS (
  SELECT p.*, p.oid::regprocedure::text AS name FROM pg_proc p JOIN spaces s ON s.oid = p.pronamespace
  WHERE p.prokind IN ('f', 'p')
), rights AS (
  SELECT 'schema ' || s.nspname AS object, x.* FROM spaces s CROSS JOIN aclexplode(s.nspacl) x
    WHERE x.grantee NOT IN ('pg_database_owner'::regrole, (SELECT n.nspowner FROM pg_namespace n WHERE n.oid = s.oid))
  UNION ALL
  SELECT 'relation ' || r.name, x.* FROM relations r CROSS JOIN aclexplode(r.relacl) x WHERE x.grantee <> r.relowner
  UNION ALL
  SELECT format('column %s.%I', r.name, a.attname), x.*
    FROM relations r JOIN pg_attribute a ON a.attrelid = r.oid CROSS JOIN aclexplode(a.attacl) x WHERE x.grantee <> r.relowner
  UNION ALL
  SELECT 'function ' || p.name, x.*
    FROM routines p CROSS JOIN aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) x WHERE x.grantee <> p.proowner
), plain AS (
  SELECT 'table ' || r.name AS name, concat_ws(' ', r.relkind, r.relrowsecurity, r.relforcerowsecurity, r.relispartition) AS line
    FROM relations r WHERE r.relkind IN ('r', 'p')
  UNION ALL
  SELECT format('column %s.%I', r.name, a.attname),
         concat_ws(' ', format_type(a.atttypid, a.atttypmod), a.attnotnull, a.attidentity, a.attgenerated, pg_get_expr(d.adbin, d.adrelid))
    FROM relations r JOIN pg_attribute a ON a.attrelid = r.oid AND a.attnum > 0 AND NOT a.attisdropped
    LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
    WHERE r.relkind IN ('r', 'p')
  UNION ALL
  SELECT format('constraint %s %I', r.name, k.conname), pg_get_constraintdef(k.oid)
    FROM relations r JOIN pg_constraint k ON k.conrelid = r.oid WHERE k.contype <> 'n'
  UNION ALL
  SELECT 'index ' || r.name, pg_get_indexdef(r.oid) FROM relations r WHERE r.relkind IN ('i', 'I')
  UNION ALL
  SELECT format('trigger %s %I', r.name, t.tgname), concat_ws(' ', t.tgenabled, pg_get_triggerdef(t.oid))
    FROM relations r JOIN pg_trigger t ON t.tgrelid = r.oid WHERE NOT t.tgisinternal
  UNION ALL
  SELECT 'function ' || p.name, pg_get_functiondef(p.oid) FROM routines p
  UNION ALL
  SELECT 'view ' || r.name, pg_get_viewdef(r.oid) FROM relations r WHERE r.relkind IN ('v', 'm')
  UNION ALL
  SELECT format('policy %s %I', r.name, p.polname),
         concat_ws(' ', p.polcmd, p.polpermissive,
                   (SELECT string_agg(CASE WHEN o = 0 THEN 'public' ELSE o::regrole::text END, ',' ORDER BY 1) FROM unnest(p.polroles) o),
                   pg_get_expr(p.polqual, p.polrelid), pg_get_expr(p.polwithcheck, p.polrelid))
    FROM relations r JOIN pg_policy p ON p.polrelid = r.oid
  UNION ALL
  SELECT 'grant on ' || g.object,
         string_agg(concat_ws(' ', CASE WHEN g.grantee = 0 THEN 'public' ELSE g.grantee::regrole::text END, g.privilege_type, g.is_grantable),
                    ',' ORDER BY g.grantee::regrole::text COLLATE "C", g.privilege_type COLLATE "C")
    FROM rights g GROUP BY g.object
), lines AS (
  SELECT name, CASE WHEN name ~ '^(constraint|index|trigger) '
                    THEN regexp_replace(line, '[()]|::(text|character varying)(\[\])?', '', 'g') ELSE line END AS line
  FROM plain
)
SELECT name, left(encode(sha256(convert_to(line, 'UTF8')), 'hex'), 16) AS hash FROM lines ORDER BY name COLLATE "C"
