-- A trigger's function is nobody's to put on a table of their own. Whoever may make temporary tables, and the program's
-- role may, could give the totals' functions rows of invented shops; worse, rows of a type of their own, whose cast to a
-- number is then called with the owner's rights. A trigger needs no right of whoever changes its table.
--
-- And what a definer's function is made of is read as it was written, whatever the session that calls it has set: with
-- standard_conforming_strings off the patterns of challenges matched nothing, so the answer about an address that has an
-- account was another one than before, and that about one that has none was not.
DO $$
DECLARE
  f RECORD;
BEGIN
  FOR f IN
    SELECT p.oid::regprocedure AS name, p.prosecdef, p.prorettype = 'trigger'::regtype AS is_trigger
    FROM pg_proc p
    WHERE p.pronamespace IN ('public'::regnamespace, 'auth'::regnamespace) AND p.proowner = 'ddi_owner'::regrole
      AND p.prokind = 'f'
  LOOP
    IF f.is_trigger THEN
      EXECUTE format('REVOKE ALL ON FUNCTION %s FROM PUBLIC, ddi_app', f.name);
    END IF;
    IF f.prosecdef THEN
      EXECUTE format('ALTER FUNCTION %s SET timezone = ''UTC''', f.name);
      EXECUTE format('ALTER FUNCTION %s SET standard_conforming_strings = on', f.name);
    END IF;
  END LOOP;
END
$$;
