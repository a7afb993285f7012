-- Newer servers do not look into an index for a number that is NULL: an address without an account was answered after one
-- look less into the users than an address with one.

-- As before, but 0, which no user is, where there is none: it is looked for as any other.
CREATE OR REPLACE FUNCTION auth.find_user(email TEXT) RETURNS INTEGER
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET timezone = 'UTC'
  SET standard_conforming_strings = on
AS $$
  SELECT coalesce((SELECT u.id FROM public.users u
                   WHERE auth.same_address(u.email) = auth.same_address(find_user.email) AND u.email <> 'local@localhost'
                   ORDER BY u.email = btrim(find_user.email) DESC, u.id LIMIT 1), 0)
$$;
