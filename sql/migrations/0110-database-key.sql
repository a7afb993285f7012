-- The database's own key pair (Ed25519): with the secret half its owner signs where the database has moved to, and a
-- computer that has been connected once, and so knows the public half, believes that and nothing else.
CREATE TABLE auth.database_key (
  one BOOLEAN PRIMARY KEY DEFAULT true CHECK (one),
  public_key TEXT NOT NULL CHECK (public_key ~ '^[0-9a-f]{64}$'),
  secret_key TEXT NOT NULL CHECK (secret_key ~ '^[0-9a-f]{128}$'),
  made_at TIMESTAMPTZ NOT NULL DEFAULT now()
);
REVOKE ALL ON auth.database_key FROM PUBLIC;
ALTER TABLE auth.database_key ENABLE ROW LEVEL SECURITY;
CREATE POLICY nobody ON auth.database_key TO ddi_app USING (false);

-- Which database this is, for whoever connects, before anybody has signed in. No key yet: NULL.
CREATE FUNCTION auth.identity(OUT database TEXT, OUT public_key TEXT)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET timezone = 'UTC'
AS $$
  SELECT (SELECT s.value #>> '{}' FROM public.settings s WHERE s.key = 'database_uuid'),
         (SELECT k.public_key FROM auth.database_key k)
$$;
REVOKE ALL ON FUNCTION auth.identity() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION auth.identity() TO ddi_app;
