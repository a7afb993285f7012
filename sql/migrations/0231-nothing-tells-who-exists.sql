-- What told who has an account, and what kept a session alive after its end.

-- ---- an ended session ends in an open snapshot, too ----

-- A transaction that was begun REPEATABLE READ looks at the sessions as they were when it began, however long ago that
-- was: a session that has been revoked since, by its person or with a new password, wrote on, and an administrator's made
-- accounts. Who writes sees what is committed, or has no session; what only reads shows nothing but what it could have
-- read when it began.
CREATE OR REPLACE FUNCTION auth.session_id() RETURNS BIGINT
  LANGUAGE sql STABLE PARALLEL SAFE SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' SET standard_conforming_strings = on
AS $$
  SELECT s.id
  FROM public.auth_sessions s JOIN public.users u ON u.id = s.user_id
  WHERE s.token_hash = auth.hash_token(current_setting('ddi.session', true))
    AND s.revoked_at IS NULL AND s.expires_at > clock_timestamp() AND s.idle_at > clock_timestamp()
    AND greatest(s.created_at, s.last_seen_at) <= auth.latest() AND u.active
    AND (current_setting('transaction_isolation') IN ('read committed', 'read uncommitted')
         OR current_setting('transaction_read_only') = 'on')
$$;

-- ---- challenges ----

-- As before, but the salt of an address that nobody has follows the setting that it borrows. It stayed the same when the
-- lender's scheme or cost changed, as no real one ever does: whoever had asked before and after knew the false ones. Now
-- they change when their lender's does.
CREATE OR REPLACE FUNCTION auth.challenge(email TEXT) RETURNS TEXT
  LANGUAGE plpgsql STABLE SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' SET standard_conforming_strings = on
AS $$
DECLARE
  address CONSTANT BYTEA := convert_to(auth.same_address(challenge.email), 'UTF8');
  key CONSTANT BYTEA := (SELECT s.value FROM auth.secrets s WHERE s.name = 'answers');
  lent TEXT;
  salt BYTEA;
  made TEXT;
  stored TEXT;
  own TEXT;
BEGIN
  SELECT auth.setting_of(u.password_hash) INTO lent
    FROM public.users u WHERE auth.setting_of(u.password_hash) IS NOT NULL
    ORDER BY sha256(key || address || int4send(u.id)) LIMIT 1;
  salt := sha256(key || sha256(key || address || convert_to(' ' || coalesce(lent, ''), 'UTF8')));
  made := CASE WHEN lent LIKE '$2%' THEN left(lent, 7) || auth.bcrypt_salt(salt)
               ELSE regexp_replace(coalesce(lent, '$argon2id$v=19$m=65536,t=2,p=1$'), '[$][0-9a-f]*$',
                                   '$' || encode(substr(salt, 1, 16), 'hex')) END;
  SELECT nullif(u.password_hash, '!') INTO stored
    FROM public.users u WHERE u.id = auth.find_user(challenge.email) AND u.active;
  own := auth.setting_of(coalesce(stored, auth.decoy()));
  RETURN CASE WHEN stored IS NULL OR own IS NULL THEN made ELSE own END;
END
$$;

-- What is looked at in the place of a stored hash that is not there, so that it takes as long; no key has this hash.
CREATE FUNCTION auth.decoy() RETURNS TEXT
  LANGUAGE sql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp
  AS $$ SELECT '$argon2id$v=19$m=65536,t=2,p=1$' || repeat('0', 32) || '$' || repeat('0', 64) $$;
REVOKE ALL ON FUNCTION auth.decoy() FROM PUBLIC;

-- ---- attempts ----

-- As before; of several at the same moment no more pass than are free.
CREATE OR REPLACE FUNCTION auth.wait_for(kind TEXT, subject TEXT, free INTEGER) RETURNS INTEGER
  LANGUAGE plpgsql VOLATILE SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' SET standard_conforming_strings = on
AS $$
DECLARE
  bucket CONSTANT REGCLASS := format('auth.attempts_%s_%s', kind,
    get_byte(sha256((SELECT s.value FROM auth.secrets s WHERE s.name = 'answers') || convert_to(subject, 'UTF8')), 0) % 64);
  quarter CONSTANT BIGINT := auth.minute() / 15;
  state BIGINT := coalesce(pg_sequence_last_value(bucket), 0);
  elapsed CONSTANT DOUBLE PRECISION := extract(epoch FROM clock_timestamp()) - quarter * 900;
  made BIGINT;
BEGIN
  IF state >> 20 <> quarter THEN
    state := setval(bucket, quarter << 20);
  END IF;
  made := state & 1048575;
  -- Who waits is not counted; who passes is told by the count how many did before.
  IF made < free OR elapsed >= power(2, least(made - free + 1, 10)) THEN
    made := (nextval(bucket) - 1) & 1048575;
  END IF;
  RETURN CASE WHEN made < free OR elapsed >= power(2, least(made - free + 1, 10)) THEN 0
              ELSE ceil(least(power(2, least(made - free + 1, 10)), 900) - elapsed) END;
END
$$;

-- As before, and a stored hash that is not there takes as long as one that is; so does a number, since nothing is looked
-- for where it is NULL.
CREATE OR REPLACE FUNCTION auth.sign_in(email TEXT, proof TEXT, new_setting TEXT, new_key TEXT, client TEXT, device TEXT)
  RETURNS TABLE (outcome TEXT, token TEXT, wait_seconds INTEGER, user_id INTEGER, name TEXT)
  LANGUAGE plpgsql VOLATILE SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' SET standard_conforming_strings = on
AS $$
#variable_conflict use_variable
DECLARE
  person public.users%ROWTYPE;
  known BOOLEAN;
  good BOOLEAN;
BEGIN
  SELECT u.* INTO person FROM public.users u WHERE u.id = auth.find_user(sign_in.email);
  known := EXISTS (SELECT FROM public.auth_sessions s
                   WHERE s.token_hash = auth.hash_token(device) AND s.user_id = coalesce(person.id, 0) AND s.kind = 'password');
  outcome := 'wait';
  wait_seconds := CASE WHEN known THEN auth.wait_for('device', device, 5)
                       ELSE greatest(auth.wait_for('address', coalesce(host(inet_client_addr()), 'local'), 200),
                                     auth.wait_for('account', auth.same_address(sign_in.email), 5)) END;
  IF wait_seconds > 0 THEN
    RETURN NEXT;
    RETURN;
  END IF;
  good := auth.proves(coalesce(nullif(person.password_hash, '!'), auth.decoy()), proof)
          AND person.id IS NOT NULL AND person.active;
  IF good AND person.password_hash LIKE '$2%' THEN
    UPDATE public.users u SET password_hash = auth.seal(new_setting, new_key), updated_at = now() WHERE u.id = person.id;
  END IF;
  outcome := CASE WHEN good THEN 'good' ELSE 'refused' END;
  INSERT INTO public.login_attempts (email, succeeded, address)
    VALUES (auth.same_address(sign_in.email), good, auth.client_address());
  PERFORM auth.log(CASE WHEN good THEN person.id END, CASE WHEN good THEN 'SIGN_IN' ELSE 'SIGN_IN_REFUSED' END,
                   jsonb_build_object('email', auth.same_address(sign_in.email), 'client', left(client, 200)));
  IF good THEN
    token := auth.open_session(person.id, client, 'password', interval '30 days', interval '12 hours');
    user_id := person.id;
    name := person.name;
  ELSE
    -- In the server's log too, which no rollback reaches.
    RAISE LOG 'dunkin-demand: sign-in refused';
  END IF;
  RETURN NEXT;
END
$$;

-- ---- codes ----

-- As before, but nothing is locked before a code is right: the user's row was, so that a second call with the same address
-- waited for a first one's transaction where there was such a user, and what they entered waited with it. A right code,
-- which nobody guesses, passes whatever others have tried with that address; it is used up by whoever is first.
CREATE OR REPLACE FUNCTION auth.redeem(email TEXT, code TEXT, setting TEXT, key TEXT, client TEXT)
  RETURNS TABLE (outcome TEXT, token TEXT, wait_seconds INTEGER, user_id INTEGER, name TEXT)
  LANGUAGE plpgsql VOLATILE SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' SET standard_conforming_strings = on
AS $$
#variable_conflict use_variable
DECLARE
  person public.users%ROWTYPE;
  found_kind TEXT;
BEGIN
  PERFORM auth.seal(setting, key);
  SELECT u.* INTO person FROM public.users u WHERE u.id = auth.find_user(redeem.email) AND u.active;
  UPDATE auth.invitations i SET used_at = clock_timestamp()
    WHERE i.user_id = coalesce(person.id, 0) AND i.code_hash = auth.hash_code(code) AND i.used_at IS NULL
      AND i.expires_at > clock_timestamp() AND i.created_at <= auth.latest();
  IF FOUND THEN
    found_kind := 'invitation';
  END IF;
  UPDATE public.password_reset_tokens t SET used_at = clock_timestamp()::timestamp
    WHERE t.user_id = coalesce(person.id, 0) AND t.token = auth.hash_code(code) AND t.used_at IS NULL
      AND t.expires_at > clock_timestamp()::timestamp
      AND coalesce(t.created_at, '-infinity') <= auth.latest()::timestamp;
  IF FOUND THEN
    found_kind := 'reset';
  END IF;
  IF found_kind IS NULL THEN
    wait_seconds := greatest(auth.wait_for('address', coalesce(host(inet_client_addr()), 'local'), 200),
                             auth.wait_for('account', auth.same_address(redeem.email), 5));
    outcome := CASE WHEN wait_seconds > 0 THEN 'wait' ELSE 'refused' END;
    IF outcome = 'refused' THEN
      PERFORM auth.log(NULL, 'CODE_REFUSED', jsonb_build_object('email', auth.same_address(redeem.email)));
    END IF;
    RETURN NEXT;
    RETURN;
  END IF;
  outcome := 'good';
  wait_seconds := 0;
  PERFORM auth.set_password(person.id, setting, key);
  token := auth.open_session(person.id, client, 'password', interval '30 days', interval '12 hours');
  user_id := person.id;
  name := person.name;
  PERFORM auth.log(person.id, CASE found_kind WHEN 'reset' THEN 'PASSWORD_RESET' ELSE 'INVITATION_ACCEPTED' END,
                   jsonb_build_object('email', auth.same_address(redeem.email)));
  RETURN NEXT;
END
$$;

-- A wish for a reset names the address, whoever has it: one row a wish. A row a user was waited for by a second wish for
-- the same user, and by none for an address without one.
ALTER TABLE auth.reset_requests ADD COLUMN address TEXT;
UPDATE auth.reset_requests r SET address = auth.same_address(u.email) FROM public.users u WHERE u.id = r.user_id;
ALTER TABLE auth.reset_requests ALTER COLUMN address SET NOT NULL, DROP COLUMN user_id;
CREATE INDEX reset_requests_address ON auth.reset_requests(address);

CREATE OR REPLACE FUNCTION auth.request_reset(email TEXT) RETURNS VOID
  LANGUAGE plpgsql VOLATILE SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' SET standard_conforming_strings = on
AS $$
DECLARE
  wanted CONSTANT TEXT := auth.same_address(request_reset.email);
BEGIN
  IF greatest(auth.wait_for('address', coalesce(host(inet_client_addr()), 'local'), 200),
              auth.wait_for('account', 'reset ' || wanted, 3)) > 0 THEN
    RETURN;
  END IF;
  DELETE FROM auth.reset_requests r
    WHERE r.id IN (SELECT x.id FROM auth.reset_requests x WHERE x.requested_at < now() - interval '7 days'
                   FOR UPDATE SKIP LOCKED);
  INSERT INTO auth.reset_requests (address) VALUES (wanted);
  PERFORM auth.log(NULL, 'RESET_REQUESTED', jsonb_build_object('email', wanted));
END
$$;

-- As before; the wishes of an address.
CREATE OR REPLACE FUNCTION auth.set_password(person INTEGER, setting TEXT, key TEXT) RETURNS VOID
  LANGUAGE plpgsql VOLATILE SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' SET standard_conforming_strings = on
AS $$
BEGIN
  UPDATE public.users u SET password_hash = auth.seal(setting, key), updated_at = now() WHERE u.id = person;
  UPDATE public.auth_sessions s SET revoked_at = clock_timestamp() WHERE s.user_id = person AND s.revoked_at IS NULL;
  UPDATE public.password_reset_tokens t SET used_at = now() WHERE t.user_id = person AND t.used_at IS NULL;
  UPDATE auth.invitations i SET used_at = now() WHERE i.user_id = person AND i.used_at IS NULL;
  DELETE FROM auth.reset_requests r
    WHERE r.address = (SELECT auth.same_address(u.email) FROM public.users u WHERE u.id = person);
END
$$;
CREATE OR REPLACE FUNCTION auth.issue_reset(person INTEGER) RETURNS TEXT
  LANGUAGE plpgsql VOLATILE SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' SET standard_conforming_strings = on
AS $$
DECLARE
  me CONSTANT INTEGER := auth.require_administrator();
  code CONSTANT TEXT := auth.make_code();
BEGIN
  IF NOT EXISTS (SELECT FROM public.users u WHERE u.id = person AND u.active AND u.email <> 'local@localhost') THEN
    RAISE EXCEPTION 'there is no such user' USING ERRCODE = 'no_data_found';
  END IF;
  UPDATE public.password_reset_tokens t SET used_at = now() WHERE t.user_id = person AND t.used_at IS NULL;
  INSERT INTO public.password_reset_tokens (user_id, token, expires_at)
    VALUES (person, auth.hash_code(code), clock_timestamp()::timestamp + interval '1 hour');
  DELETE FROM auth.reset_requests r
    WHERE r.address = (SELECT auth.same_address(u.email) FROM public.users u WHERE u.id = person);
  PERFORM auth.log(me, 'RESET_ISSUED', jsonb_build_object('user_id', person));
  RETURN code;
END
$$;
CREATE OR REPLACE FUNCTION auth.accounts()
  RETURNS TABLE (id INTEGER, name TEXT, email TEXT, role TEXT, active BOOLEAN, state TEXT, stores INTEGER[],
                 last_seen_at TIMESTAMPTZ, reset_requested_at TIMESTAMPTZ)
  LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' SET standard_conforming_strings = on
AS $$
  SELECT u.id, u.name, u.email,
         CASE WHEN u.role = 'administrator' THEN u.role
              ELSE coalesce((SELECT m.role FROM public.store_members m WHERE m.user_id = u.id
                             ORDER BY auth.rank(m.role) DESC LIMIT 1), 'none') END,
         u.active,
         CASE WHEN NOT u.active THEN 'inactive' WHEN u.email = 'local@localhost' THEN 'local'
              WHEN u.password_hash LIKE '$2%' THEN 'legacy' WHEN auth.setting_of(u.password_hash) IS NULL THEN 'invited'
              ELSE 'active' END,
         ARRAY(SELECT m.store_id FROM public.store_members m WHERE m.user_id = u.id ORDER BY m.store_id),
         (SELECT max(s.last_seen_at) FROM public.auth_sessions s WHERE s.user_id = u.id),
         (SELECT max(r.requested_at) FROM auth.reset_requests r
          WHERE r.address = auth.same_address(u.email) AND u.active AND u.email <> 'local@localhost')
  FROM public.users u
  WHERE auth.is_administrator() OR NOT auth.is_guarded()
  ORDER BY u.active DESC, lower(u.name), u.id
$$;

-- ---- administrators ----

-- As before, with a lock that does not wait for whoever only refers to one of them.
CREATE OR REPLACE FUNCTION auth.keep_an_administrator(leaving INTEGER) RETURNS VOID
  LANGUAGE plpgsql VOLATILE SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' SET standard_conforming_strings = on
AS $$
BEGIN
  PERFORM 1 FROM public.users u WHERE u.role = 'administrator' ORDER BY u.id FOR NO KEY UPDATE;
  IF EXISTS (SELECT FROM public.users u WHERE u.id = leaving AND u.role = 'administrator' AND u.active)
     AND NOT EXISTS (SELECT FROM public.users u
                     WHERE u.id <> leaving AND u.role = 'administrator' AND u.active
                       AND (auth.setting_of(u.password_hash) IS NOT NULL OR u.email = 'local@localhost'
                            AND EXISTS (SELECT FROM public.auth_sessions s WHERE s.user_id = u.id AND s.kind = 'local'))) THEN
    RAISE EXCEPTION 'the last administrator stays' USING ERRCODE = 'restrict_violation';
  END IF;
END
$$;

-- As before; an administrator, or who has taken the place of one, invites no more than 200 in a quarter of an hour
-- before each has to wait.
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
    UPDATE public.users u SET active = true, role = CASE invite.role WHEN 'administrator' THEN invite.role ELSE 'member' END
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
