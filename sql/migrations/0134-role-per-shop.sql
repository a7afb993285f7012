-- Somebody may keep one shop and only look into another. The tables and their policies have always known a role per
-- shop; the functions that name members gave one and the same to all.

-- Replaces the memberships of somebody: stores[i] with roles[i].
CREATE FUNCTION auth.place(person INTEGER, stores INTEGER[], roles TEXT[]) RETURNS VOID
  LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET timezone = 'UTC'
AS $$
#variable_conflict use_variable
BEGIN
  IF stores IS NULL OR roles IS NULL OR array_ndims(stores) > 1 OR array_ndims(roles) > 1
     OR cardinality(stores) <> cardinality(roles) OR array_position(stores, NULL) IS NOT NULL
     OR EXISTS (SELECT FROM unnest(roles) r
                WHERE r IS NULL OR r NOT IN ('district_manager', 'store_manager', 'viewer')) THEN
    RAISE EXCEPTION 'each shop has one role' USING ERRCODE = 'invalid_parameter_value';
  END IF;
  DELETE FROM public.store_members m WHERE m.user_id = person;
  INSERT INTO public.store_members (user_id, store_id, role)
    SELECT person, s.store, s.role FROM unnest(stores, roles) AS s (store, role);
END
$$;

-- Changes what somebody may at each of their shops; an administrator is none after that.
CREATE FUNCTION auth.change_memberships(person INTEGER, stores INTEGER[], roles TEXT[]) RETURNS VOID
  LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET timezone = 'UTC'
AS $$
DECLARE
  me CONSTANT INTEGER := auth.require_administrator();
BEGIN
  PERFORM auth.keep_an_administrator(person);
  UPDATE public.users u SET role = 'member', updated_at = now() WHERE u.id = person;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'there is no such user' USING ERRCODE = 'no_data_found';
  END IF;
  PERFORM auth.place(person, stores, roles);
  PERFORM auth.log(me, 'ROLE_CHANGED', jsonb_build_object('user_id', person, 'role', to_jsonb(roles),
                                                          'stores', to_jsonb(stores)));
END
$$;

-- auth.invite() with a role for each shop.
CREATE FUNCTION auth.invite_member(email TEXT, name TEXT, stores INTEGER[], roles TEXT[]) RETURNS TEXT
  LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET timezone = 'UTC'
AS $$
DECLARE
  highest CONSTANT TEXT := coalesce((SELECT r FROM unnest(roles) r ORDER BY auth.rank(r) DESC LIMIT 1), 'viewer');
  code CONSTANT TEXT := auth.invite(email, name, highest, stores);
BEGIN
  PERFORM auth.place(auth.find_user(email), stores, roles);
  RETURN code;
END
$$;

REVOKE ALL ON FUNCTION auth.place(INTEGER, INTEGER[], TEXT[]), auth.change_memberships(INTEGER, INTEGER[], TEXT[]),
  auth.invite_member(TEXT, TEXT, INTEGER[], TEXT[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION auth.change_memberships(INTEGER, INTEGER[], TEXT[]),
  auth.invite_member(TEXT, TEXT, INTEGER[], TEXT[]) TO ddi_app;
