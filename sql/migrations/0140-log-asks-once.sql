-- Who asks is found out once a statement, not once for each row that it changed: of merging two products with a year of
-- figures that was nearly half of the time.

-- As auth.log_change (relation, before, after), for a person who is known. Not a definer's, so that nobody may call it
-- but those that may call auth.log ().
CREATE FUNCTION auth.log_change(person INTEGER, relation TEXT, before JSONB, after JSONB) RETURNS VOID
  LANGUAGE sql VOLATILE
AS $$
  SELECT auth.log(person,
                  CASE WHEN before IS NULL THEN 'ROW_ADDED' WHEN after IS NULL THEN 'ROW_REMOVED' ELSE 'ROW_CHANGED' END,
                  pg_catalog.jsonb_build_object('table', relation)
                  || CASE WHEN before IS NULL THEN '{}' ELSE pg_catalog.jsonb_build_object('old', before) END
                  || CASE WHEN after IS NULL THEN '{}' ELSE pg_catalog.jsonb_build_object('new', after) END)
$$;
REVOKE ALL ON FUNCTION auth.log_change(INTEGER, TEXT, JSONB, JSONB) FROM PUBLIC;

-- The triggers that call it for rows; all else of them stays.
DO $$
DECLARE
  f RECORD;
BEGIN
  FOR f IN
    SELECT p.oid, p.proname FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
    WHERE n.nspname = 'auth' AND p.prorettype = 'trigger'::regtype AND p.prosrc LIKE '%auth.log_change(''%'
  LOOP
    IF (SELECT p.prosrc FROM pg_proc p WHERE p.oid = f.oid) !~ '^\s*(#\w+ \w+\s+)?DECLARE\s' THEN
      RAISE EXCEPTION 'auth.% declares nothing', f.proname;
    END IF;
    EXECUTE regexp_replace(replace(pg_get_functiondef(f.oid), 'auth.log_change(''', 'auth.log_change(asking, '''),
                           '\mDECLARE\M', E'DECLARE\n  asking CONSTANT INTEGER := auth.user_id();');
  END LOOP;
END
$$;
DROP FUNCTION auth.log_change(TEXT, JSONB, JSONB);
