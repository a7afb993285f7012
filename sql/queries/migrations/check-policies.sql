-- Refuses a schema in which a table is open: one without row-level security, or without a policy, that
-- somebody other than its owner has rights on; and one in which a trigger's function could be put on another table, or
-- everybody may call what runs with the owner's rights, or that makes statements out of text. Before the first policies there is nothing to check.
DO $$
DECLARE
  open_tables TEXT;
  open_functions TEXT;
  makers TEXT;
BEGIN
  IF to_regnamespace('auth') IS NULL THEN
    RETURN;
  END IF;
  SELECT string_agg(c.oid::regclass::text, ', ' ORDER BY c.relname) INTO open_tables
  FROM pg_class c
  WHERE c.relnamespace IN ('public'::regnamespace, 'auth'::regnamespace) AND c.relkind IN ('r', 'p')
    AND NOT (c.relrowsecurity
             AND (EXISTS (SELECT FROM pg_policy p WHERE p.polrelid = c.oid)
                  -- A partition is reached through its parent.
                  OR (c.relispartition
                      AND NOT EXISTS (SELECT FROM aclexplode(c.relacl) a WHERE a.grantee <> c.relowner))));
  IF open_tables IS NOT NULL THEN
    RAISE EXCEPTION 'no policy guards %', open_tables USING ERRCODE = 'insufficient_privilege';
  END IF;
  SELECT string_agg(DISTINCT p.oid::regprocedure::text, ', ') INTO open_functions
  FROM pg_proc p CROSS JOIN aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) a
  WHERE p.pronamespace IN ('public'::regnamespace, 'auth'::regnamespace) AND p.proowner = 'ddi_owner'::regrole
    AND CASE WHEN p.prorettype = 'trigger'::regtype THEN a.grantee <> p.proowner ELSE p.prosecdef AND a.grantee = 0 END;
  IF open_functions IS NOT NULL THEN
    RAISE EXCEPTION 'everybody may use %: REVOKE EXECUTE FROM PUBLIC', open_functions USING ERRCODE = 'insufficient_privilege';
  END IF;
  -- Nor does what such a function calls. A year of the archive is made and filled by the owner itself, who alone may.
  SELECT string_agg(p.oid::regprocedure::text, ', ') INTO makers
  FROM pg_proc p JOIN pg_language l ON l.oid = p.prolang
  WHERE p.pronamespace IN ('public'::regnamespace, 'auth'::regnamespace) AND p.proowner = 'ddi_owner'::regrole
    AND l.lanname = 'plpgsql'
    AND regexp_replace(p.prosrc, '--[^\n]*|''[^'']*''', '', 'g') ~* '\mexecute\M'
    AND (p.prosecdef OR p.oid::regprocedure::text NOT IN ('auth.make_archive_year(text,integer)',
                                                          'auth.move_archive(integer,text,date,bigint,integer)'));
  IF makers IS NOT NULL THEN
    RAISE EXCEPTION '% runs text as a statement with the owner''s rights', makers USING ERRCODE = 'insufficient_privilege';
  END IF;
END
$$
