-- Who is invited again, or anew after an account was closed, is changed: updated_at says so.
CREATE OR REPLACE FUNCTION auth.invite(email TEXT, name TEXT, role TEXT, stores INTEGER[]) RETURNS TEXT
  LANGUAGE plpgsql VOLATILE SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' SET standard_conforming_strings = on
AS $$
#variable_conflict use_variable
DECLARE
  me CONSTANT INTEGER := auth.require_administrator();
  code CONSTANT TEXT := auth.make_code();
  person public.users%ROWTYPE;
  seconds INTEGER;
BEGIN
  IF invite.email IS NULL OR btrim(invite.email) !~ '^[^@[:space:][:cntrl:]]{1,64}@[^@[:space:][:cntrl:]]{1,255}$'
     OR auth.same_address(invite.email) = 'local@localhost' THEN
    RAISE EXCEPTION 'this is no e-mail address' USING ERRCODE = 'invalid_parameter_value';
  END IF;
  IF role IS NULL OR role NOT IN ('administrator', 'district_manager', 'store_manager', 'viewer') THEN
    RAISE EXCEPTION 'this is no role' USING ERRCODE = 'invalid_parameter_value';
  END IF;
  seconds := CASE WHEN me IS NULL THEN 0 ELSE auth.wait_for('address', 'invite ' || me, 200) END;
  IF seconds > 0 THEN
    RAISE EXCEPTION 'too many invitations: wait % seconds', seconds USING ERRCODE = 'insufficient_privilege';
  END IF;
  SELECT u.* INTO person FROM public.users u WHERE u.id = auth.find_user(invite.email) FOR NO KEY UPDATE;
  IF person.id IS NOT NULL AND person.password_hash <> '!' THEN
    RAISE EXCEPTION 'this user has an account already' USING ERRCODE = 'unique_violation';
  END IF;
  IF person.id IS NULL THEN
    INSERT INTO public.users (name, email, password_hash, role)
      VALUES (coalesce(nullif(btrim(left(name, 200)), ''), btrim(invite.email)), btrim(invite.email), '!',
              CASE role WHEN 'administrator' THEN role ELSE 'member' END)
      RETURNING * INTO person;
  ELSE
    UPDATE public.users u
      SET active = true, updated_at = now(), role = CASE invite.role WHEN 'administrator' THEN invite.role ELSE 'member' END
      WHERE u.id = person.id;
    DELETE FROM public.store_members m WHERE m.user_id = person.id;
    UPDATE auth.invitations i SET used_at = now() WHERE i.user_id = person.id AND i.used_at IS NULL;
  END IF;
  IF role <> 'administrator' THEN
    INSERT INTO public.store_members (user_id, store_id, role)
      SELECT person.id, s, role FROM unnest(stores) s GROUP BY s;
  END IF;
  INSERT INTO auth.invitations (user_id, code_hash, invited_by) VALUES (person.id, auth.hash_code(code), me);
  PERFORM auth.log(me, 'INVITE', jsonb_build_object('user_id', person.id, 'email', person.email, 'role', role, 'stores', stores));
  RETURN code;
END
$$;
