-- The log says which of the programs it was, the window or the command line, and its version. A connection's
-- application_name cannot: 63 bytes are what the server keeps of it, a pooler appends an address of up to 45, and who
-- has named a computer in the connection string (application_name=till-3) is to find that name. So each unit of work
-- brings the program's name along. Any client may bring any, as it may with application_name: of what it says only
-- printable ASCII is kept.
CREATE FUNCTION auth.client_program() RETURNS TEXT
  LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp SET standard_conforming_strings = on
AS $$
  SELECT left(concat_ws(', ', program.name, CASE WHEN program.name IS NULL OR connection.name !~ '^dunkin-demand( - |/|$)'
                                                 THEN nullif(connection.name, '') END), 200)
  FROM (SELECT nullif(regexp_replace(current_setting('ddi.program', true), '[^ -~]', '?', 'g'), '') AS name) program,
       (SELECT current_setting('application_name', true) AS name) connection
$$;
REVOKE EXECUTE ON FUNCTION auth.client_program() FROM PUBLIC;

CREATE OR REPLACE FUNCTION auth.log(person INTEGER, action TEXT, details JSONB) RETURNS VOID
  LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET timezone = 'UTC'
  SET standard_conforming_strings = on
AS $$
  INSERT INTO public.audit_logs (user_id, action, details, ip_address, user_agent)
  SELECT person, action, details, left(auth.client_address(), 45), auth.client_program()
  WHERE (action = 'ROW_CHANGED' AND public.is_merging()
         AND (details -> 'old') - 'product_id' = (details -> 'new') - 'product_id') IS NOT TRUE
$$;
