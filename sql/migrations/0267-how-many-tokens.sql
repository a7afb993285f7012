-- How many rows the tables hold that the program may not read itself: an administrator is told the number, never a token.
CREATE FUNCTION auth.count_tokens() RETURNS BIGINT
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET timezone = 'UTC'
  SET standard_conforming_strings = on
AS $$
  SELECT count(*) FROM public.password_reset_tokens WHERE auth.is_administrator()
$$;
REVOKE ALL ON FUNCTION auth.count_tokens() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION auth.count_tokens() TO ddi_app;
