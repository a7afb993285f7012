-- Sessions and codes that came with a backup are void, also where it was brought back by hand, with pg_restore and not with
-- the program: a database remembers which it is, of which server, and where it finds itself to be another one it ends
-- them all. It looks when somebody signs in or brings a code, and once a minute while anybody is at work.
CREATE TABLE auth.place (
  one BOOLEAN PRIMARY KEY DEFAULT true CHECK (one),
  system BIGINT NOT NULL,               -- the server's identifier; 0: it does not tell
  database OID NOT NULL
);
ALTER TABLE auth.place ENABLE ROW LEVEL SECURITY;
CREATE POLICY nobody ON auth.place TO ddi_app USING (false);

CREATE FUNCTION auth.system() RETURNS BIGINT
  LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  RETURN CASE WHEN has_function_privilege('pg_control_system()', 'EXECUTE')
              THEN (SELECT c.system_identifier FROM pg_control_system() c) ELSE 0 END;
END
$$;
INSERT INTO auth.place (system, database)
  SELECT auth.system(), d.oid FROM pg_database d WHERE d.datname = current_database();

-- As before, and the database is at home here.
CREATE OR REPLACE FUNCTION auth.void_all() RETURNS VOID
  LANGUAGE sql VOLATILE SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' SET standard_conforming_strings = on
AS $$
  UPDATE auth.place SET system = auth.system(), database = d.oid FROM pg_database d WHERE d.datname = current_database();
  DELETE FROM public.auth_sessions;
  UPDATE public.password_reset_tokens SET used_at = now() WHERE used_at IS NULL;
  UPDATE auth.invitations SET used_at = now() WHERE used_at IS NULL;
  DELETE FROM auth.reset_requests;
  SELECT auth.log(NULL, 'SESSIONS_VOIDED', '{}');
$$;

CREATE FUNCTION auth.notice_move() RETURNS VOID
  LANGUAGE plpgsql VOLATILE SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' SET standard_conforming_strings = on
AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM auth.place p JOIN pg_database d ON d.oid = p.database
                 WHERE d.datname = current_database() AND p.system = auth.system()) THEN
    PERFORM auth.void_all();
  END IF;
END
$$;
REVOKE ALL ON FUNCTION auth.system(), auth.notice_move() FROM PUBLIC;

-- Who signs in or brings a code looks first. The rest of these functions stays.
DO $$
DECLARE
  f REGPROCEDURE;
  before TEXT;
  after TEXT;
BEGIN
  FOREACH f IN ARRAY ARRAY['auth.sign_in(text,text,text,text,text,text)', 'auth.redeem(text,text,text,text,text)',
                           'auth.open_session(integer,text,text,interval,interval)', 'auth.touch()']::regprocedure[] LOOP
    before := pg_get_functiondef(f);
    after := CASE f WHEN 'auth.touch()'::regprocedure
                    THEN replace(before, 'PERFORM auth.end_expired();', E'PERFORM auth.notice_move();\n    PERFORM auth.end_expired();')
                    ELSE regexp_replace(before, '\nBEGIN\n', E'\nBEGIN\n  PERFORM auth.notice_move();\n') END;
    IF after = before THEN
      RAISE EXCEPTION '% is not as it was', f;
    END IF;
    EXECUTE after;
  END LOOP;
END
$$;
