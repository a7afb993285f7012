-- Refuses a schema in which a table is open: one without row-level security, or without a policy, that
-- somebody other than its owner has rights on. Before the first policies there is nothing to check.
DO $$
DECLARE
  open_tables TEXT;
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
END
$$
