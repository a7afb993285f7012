-- Inside the database: the owner may create in public, nobody else; tables of an installation that
-- is to be adopted become the owner's (their sequences follow them), and whoever owned them can
-- still read and write them.
DO $$
DECLARE
  contract CONSTANT TEXT[] := ARRAY['users', 'daily_sales', 'forecasts', 'daily_waste',
                                    'password_reset_tokens', 'products', 'audit_logs'];
  relation REGCLASS;
  former REGROLE;
BEGIN
  EXECUTE format('GRANT CONNECT, TEMPORARY ON DATABASE %I TO ddi_app, ddi_owner', current_database());
  EXECUTE format('GRANT CREATE ON DATABASE %I TO ddi_owner', current_database());
  EXECUTE format('ALTER DATABASE %I SET timezone = ''UTC''', current_database());
  REVOKE CREATE ON SCHEMA public FROM PUBLIC;
  GRANT USAGE, CREATE ON SCHEMA public TO ddi_owner;
  GRANT USAGE ON SCHEMA public TO ddi_app;
  FOR relation, former IN
    SELECT c.oid, c.relowner FROM pg_class c
    WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND c.relname = ANY (contract)
      AND c.relowner <> 'ddi_owner'::regrole
  LOOP
    EXECUTE format('ALTER TABLE %s OWNER TO ddi_owner', relation);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %s TO %s', relation, former);
    EXECUTE format('GRANT USAGE ON SEQUENCE %s TO %s', pg_get_serial_sequence(relation::text, 'id'), former);
  END LOOP;
END
$$
