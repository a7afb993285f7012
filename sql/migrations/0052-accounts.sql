-- Accounts: how a person proves who they are, gets in, and is let in by others. The password itself never
-- comes here. The program derives a key from it with Argon2id and sends that; users.password_hash holds
-- the derivation's setting and a hash of the key: $argon2id$v=19$m=…,t=…,p=1$<salt>$<hash of the key>, hex.
-- '!' is nobody's. An adopted bcrypt string is compared as a whole and replaced at the first sign-in;
-- until then whoever has read it can sign in with it.

-- Without a bound on guesses that a rollback takes back: a transaction's rows vanish with it, a sequence
-- does not step back. Each counts the attempts of whom falls into it, as minute × 2^20 + attempts.
DO $$
DECLARE
  kind TEXT;
BEGIN
  FOREACH kind IN ARRAY ARRAY['account', 'device', 'address'] LOOP
    FOR n IN 0..63 LOOP
      EXECUTE format('CREATE SEQUENCE auth.attempts_%s_%s MINVALUE 0 START 0', kind, n);
    END LOOP;
  END LOOP;
END
$$;

-- Which minute it is.
CREATE FUNCTION auth.minute() RETURNS BIGINT
  LANGUAGE sql VOLATILE SET search_path = pg_catalog, pg_temp
  AS $$ SELECT (extract(epoch FROM clock_timestamp()) / 60)::bigint $$;

-- Seconds that an attempt of @kind for @subject has to wait, 0 where it may be made now, which counts it.
-- @free attempts pass in each quarter of an hour; the ones after them not before its second 2, 4, 8 … 512,
-- then none until the next quarter: nobody is locked out for good. Who waits is not counted.
CREATE FUNCTION auth.wait_for(kind TEXT, subject TEXT, free INTEGER) RETURNS INTEGER
  LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET timezone = 'UTC'
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
  IF made >= free AND elapsed < power(2, least(made - free + 1, 10)) THEN
    RETURN ceil(least(power(2, least(made - free + 1, 10)), 900) - elapsed)::int;
  END IF;
  PERFORM nextval(bucket);
  RETURN 0;
END
$$;

CREATE FUNCTION auth.same_address(email TEXT) RETURNS TEXT
  LANGUAGE sql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp
  AS $$ SELECT lower(btrim(left(coalesce(email, ''), 320))) $$;

-- The user of an address; an address written in two ways by two users is told apart by its letters.
CREATE FUNCTION auth.find_user(email TEXT) RETURNS INTEGER
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET timezone = 'UTC'
AS $$
  SELECT u.id FROM public.users u
  WHERE auth.same_address(u.email) = auth.same_address(find_user.email) AND u.email <> 'local@localhost'
  ORDER BY u.email = btrim(find_user.email) DESC, u.id LIMIT 1
$$;

-- The part of a stored hash that tells how to make a proof: Argon2id's without the key's hash, bcrypt's
-- with its 22 letters of salt. NULL where it is neither.
CREATE FUNCTION auth.setting_of(password_hash TEXT) RETURNS TEXT
  LANGUAGE sql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp
AS $$
  SELECT coalesce(substring(password_hash FROM '^(\$argon2id\$v=19\$m=\d{1,8},t=\d{1,3},p=1\$[0-9a-f]{32})\$[0-9a-f]{64}$'),
                  substring(password_hash FROM '^(\$2[aby]\$\d\d\$[./A-Za-z0-9]{22})[./A-Za-z0-9]{31}$'))
$$;

-- 22 letters as bcrypt writes 16 bytes: the last one carries two bits.
CREATE FUNCTION auth.bcrypt_salt(bytes BYTEA) RETURNS TEXT
  LANGUAGE sql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp
AS $$
  SELECT string_agg(substr('./ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789',
                           1 + CASE i WHEN 21 THEN get_byte(bytes, i) % 4 * 16 ELSE get_byte(bytes, i) % 64 END, 1), '' ORDER BY i)
  FROM generate_series(0, 21) i
$$;

-- How to prove that one is the user of an address. Every address gets an answer, the same one each time:
-- one that nobody has borrows the scheme and cost of a user whom a keyed hash picks, so that the mix is
-- that of the real ones, with a salt of its own. Both answers are always made, so both take as long.
CREATE FUNCTION auth.challenge(email TEXT) RETURNS TEXT
  LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET timezone = 'UTC'
AS $$
DECLARE
  address CONSTANT BYTEA := convert_to(auth.same_address(challenge.email), 'UTF8');
  key CONSTANT BYTEA := (SELECT s.value FROM auth.secrets s WHERE s.name = 'answers');
  salt CONSTANT BYTEA := sha256(key || sha256(key || address));
  lent TEXT;
  made TEXT;
  own TEXT;
BEGIN
  SELECT auth.setting_of(u.password_hash) INTO lent
    FROM public.users u WHERE auth.setting_of(u.password_hash) IS NOT NULL
    ORDER BY sha256(key || address || int4send(u.id)) LIMIT 1;
  made := CASE WHEN lent LIKE '$2%' THEN left(lent, 7) || auth.bcrypt_salt(salt)
               ELSE regexp_replace(coalesce(lent, '$argon2id$v=19$m=65536,t=2,p=1$'), '\$[0-9a-f]*$',
                                   '$' || encode(substr(salt, 1, 16), 'hex')) END;
  SELECT auth.setting_of(u.password_hash) INTO own
    FROM public.users u WHERE u.id = auth.find_user(challenge.email) AND u.active;
  RETURN coalesce(own, made);
END
$$;

-- What password_hash holds for a setting and the key that was derived with it. Refuses a setting below
-- the least that OWASP advises, 19 MiB and two passes, one that no program would wait for, and a key
-- that is none.
CREATE FUNCTION auth.seal(setting TEXT, key TEXT) RETURNS TEXT
  LANGUAGE plpgsql IMMUTABLE SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  part CONSTANT TEXT[] := regexp_match(setting, '^\$argon2id\$v=19\$m=(\d{5,7}),t=(\d{1,2}),p=1\$[0-9a-f]{32}$');
BEGIN
  IF part IS NULL OR part[1]::int NOT BETWEEN 19456 AND 1048576 OR part[2]::int NOT BETWEEN 2 AND 20 THEN
    RAISE EXCEPTION 'the key was not derived as this database asks for' USING ERRCODE = 'invalid_parameter_value';
  END IF;
  IF key IS NULL OR key !~ '^[0-9a-f]{64}$' THEN
    RAISE EXCEPTION 'a key has 64 hexadecimal digits' USING ERRCODE = 'invalid_parameter_value';
  END IF;
  RETURN setting || '$' || encode(sha256(convert_to('ddi key ', 'UTF8') || decode(key, 'hex')), 'hex');
END
$$;

-- Whether a proof is the one that a stored hash wants. Hashes of both with a random prefix are compared,
-- so the time that it takes says nothing of where they differ.
CREATE FUNCTION auth.proves(password_hash TEXT, proof TEXT) RETURNS BOOLEAN
  LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  prefix CONSTANT BYTEA := auth.random_bytes();
  setting CONSTANT TEXT := auth.setting_of(password_hash);
  offered TEXT := coalesce(proof, '');
BEGIN
  IF setting IS NULL OR setting NOT LIKE '$2%' THEN
    offered := coalesce(setting, '') || '$' || encode(sha256(convert_to('ddi key ', 'UTF8') ||
                 CASE WHEN offered ~ '^[0-9a-f]{64}$' THEN decode(offered, 'hex') ELSE prefix END), 'hex');
  END IF;
  RETURN sha256(prefix || convert_to(offered, 'UTF8')) = sha256(prefix || convert_to(coalesce(password_hash, ''), 'UTF8'))
     AND setting IS NOT NULL;
END
$$;

-- Signs in. Says outcome 'good' with a token, 'refused', or 'wait' with the seconds; the same for an
-- address that nobody has. @proof is the key in hex, or for a bcrypt challenge the whole bcrypt string,
-- and then @new_setting and @new_key replace it. @device is the token of an earlier session on this
-- device, if there was one: who has been here before is not kept out by somebody else's guesses.
CREATE FUNCTION auth.sign_in(email TEXT, proof TEXT, new_setting TEXT, new_key TEXT, client TEXT, device TEXT)
  RETURNS TABLE (outcome TEXT, token TEXT, wait_seconds INTEGER, user_id INTEGER, name TEXT)
  LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET timezone = 'UTC'
AS $$
#variable_conflict use_variable
DECLARE
  person public.users%ROWTYPE;
  known BOOLEAN;
  good BOOLEAN;
BEGIN
  SELECT u.* INTO person FROM public.users u WHERE u.id = auth.find_user(sign_in.email);
  known := EXISTS (SELECT FROM public.auth_sessions s
                   WHERE s.token_hash = auth.hash_token(device) AND s.user_id = person.id AND s.kind = 'password');
  outcome := 'wait';
  wait_seconds := CASE WHEN known THEN auth.wait_for('device', device, 5)
                       ELSE greatest(auth.wait_for('address', coalesce(host(inet_client_addr()), 'local'), 200),
                                     auth.wait_for('account', auth.same_address(sign_in.email), 5)) END;
  IF wait_seconds > 0 THEN
    RETURN NEXT;
    RETURN;
  END IF;
  good := auth.proves(person.password_hash, proof) AND person.id IS NOT NULL AND person.active;
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

-- The sessions of the person who asks, and for an administrator those of everybody.
CREATE FUNCTION auth.sessions()
  RETURNS TABLE (id BIGINT, user_id INTEGER, user_name TEXT, client TEXT, address TEXT, created_at TIMESTAMPTZ,
                 last_seen_at TIMESTAMPTZ, expires_at TIMESTAMPTZ, current BOOLEAN)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET timezone = 'UTC'
AS $$
  SELECT s.id, s.user_id, u.name, s.client, s.address, s.created_at, s.last_seen_at, least(s.expires_at, s.idle_at),
         s.id = (SELECT auth.session_id())
  FROM public.auth_sessions s JOIN public.users u ON u.id = s.user_id
  WHERE s.revoked_at IS NULL AND s.expires_at > clock_timestamp() AND s.idle_at > clock_timestamp()
    AND (s.user_id = (SELECT auth.user_id()) OR (SELECT auth.is_administrator()))
  ORDER BY s.user_id <> (SELECT auth.user_id()), s.last_seen_at DESC, s.id
$$;

-- Ends sessions and says how many: one of the list, or with NULL all of one's own but this one.
CREATE FUNCTION auth.revoke_sessions(session BIGINT) RETURNS INTEGER
  LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET timezone = 'UTC'
AS $$
DECLARE
  me CONSTANT INTEGER := auth.user_id();
  n INTEGER;
BEGIN
  UPDATE public.auth_sessions s SET revoked_at = clock_timestamp()
    WHERE s.revoked_at IS NULL
      AND CASE WHEN session IS NULL THEN s.user_id = me AND s.id <> auth.session_id()
               ELSE s.id = session AND (s.user_id = me OR auth.is_administrator()) END;
  GET DIAGNOSTICS n = ROW_COUNT;
  IF n > 0 THEN
    PERFORM auth.log(me, 'SESSIONS_REVOKED', jsonb_build_object('session', session, 'count', n));
  END IF;
  RETURN n;
END
$$;

-- Who acts: an administrator who is signed in, or NULL for the owner of the database. Everybody else is
-- refused.
CREATE FUNCTION auth.require_administrator() RETURNS INTEGER
  LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET timezone = 'UTC'
AS $$
BEGIN
  IF auth.is_guarded() AND NOT auth.is_administrator() THEN
    RAISE EXCEPTION 'only an administrator may do this' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN auth.user_id();
END
$$;

-- An account without an administrator cannot be helped; who is the last one stays. Locks the
-- administrators, so that two of them cannot leave at once.
CREATE FUNCTION auth.keep_an_administrator(leaving INTEGER) RETURNS VOID
  LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET timezone = 'UTC'
AS $$
BEGIN
  PERFORM 1 FROM public.users u WHERE u.role = 'administrator' ORDER BY u.id FOR UPDATE;
  IF EXISTS (SELECT FROM public.users u WHERE u.id = leaving AND u.role = 'administrator' AND u.active)
     AND NOT EXISTS (SELECT FROM public.users u
                     WHERE u.id <> leaving AND u.role = 'administrator' AND u.active
                       AND (auth.setting_of(u.password_hash) IS NOT NULL OR u.email = 'local@localhost'
                            AND EXISTS (SELECT FROM public.auth_sessions s WHERE s.user_id = u.id AND s.kind = 'local'))) THEN
    RAISE EXCEPTION 'the last administrator stays' USING ERRCODE = 'restrict_violation';
  END IF;
END
$$;

-- A code that a person reads and types: twenty letters and digits that are not mistaken for each other.
CREATE FUNCTION auth.make_code() RETURNS TEXT
  LANGUAGE sql VOLATILE SET search_path = pg_catalog, pg_temp
AS $$
  SELECT string_agg(substr('23456789ABCDEFGHJKLMNPQRSTUVWXYZ', 1 + get_byte(b, i) % 32, 1)
                    || CASE WHEN i % 5 = 4 AND i < 19 THEN '-' ELSE '' END, '' ORDER BY i)
  FROM (SELECT auth.random_bytes() AS b OFFSET 0) r, generate_series(0, 19) i
$$;
CREATE FUNCTION auth.hash_code(code TEXT) RETURNS TEXT
  LANGUAGE sql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp
AS $$
  SELECT encode(sha256(convert_to('ddi code ' || upper(regexp_replace(left(coalesce(code, ''), 100), '[^A-Za-z0-9]', '', 'g')), 'UTF8')), 'hex')
$$;

CREATE TABLE auth.invitations (
  id BIGINT GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY,
  user_id INTEGER NOT NULL REFERENCES public.users(id) ON DELETE CASCADE,
  code_hash TEXT NOT NULL UNIQUE,
  invited_by INTEGER REFERENCES public.users(id),
  created_at TIMESTAMPTZ NOT NULL DEFAULT now(),
  expires_at TIMESTAMPTZ NOT NULL DEFAULT now() + interval '7 days',
  used_at TIMESTAMPTZ
);
CREATE INDEX invitations_user_id ON auth.invitations(user_id);
CREATE TABLE auth.reset_requests (
  id BIGINT GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY,
  user_id INTEGER NOT NULL UNIQUE REFERENCES public.users(id) ON DELETE CASCADE,
  requested_at TIMESTAMPTZ NOT NULL DEFAULT now()
);
CREATE INDEX reset_requests_user_id ON auth.reset_requests(user_id);
DO $$
DECLARE
  relation TEXT;
BEGIN
  FOREACH relation IN ARRAY ARRAY['auth.invitations', 'auth.reset_requests'] LOOP
    EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', relation);
    EXECUTE format('CREATE POLICY nobody ON %s TO ddi_app USING (false)', relation);
  END LOOP;
END
$$;

-- Makes a user with a role and stores, and the code with which they choose a password; for a user who has
-- not done so yet a new code, and the old one ends. @role is administrator or a membership's.
CREATE FUNCTION auth.invite(email TEXT, name TEXT, role TEXT, stores INTEGER[]) RETURNS TEXT
  LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET timezone = 'UTC'
AS $$
#variable_conflict use_variable
DECLARE
  me CONSTANT INTEGER := auth.require_administrator();
  code CONSTANT TEXT := auth.make_code();
  person public.users%ROWTYPE;
BEGIN
  IF invite.email IS NULL OR btrim(invite.email) !~ '^[^@[:space:][:cntrl:]]{1,64}@[^@[:space:][:cntrl:]]{1,255}$'
     OR auth.same_address(invite.email) = 'local@localhost' THEN
    RAISE EXCEPTION 'this is no e-mail address' USING ERRCODE = 'invalid_parameter_value';
  END IF;
  IF role IS NULL OR role NOT IN ('administrator', 'district_manager', 'store_manager', 'viewer') THEN
    RAISE EXCEPTION 'this is no role' USING ERRCODE = 'invalid_parameter_value';
  END IF;
  SELECT u.* INTO person FROM public.users u WHERE u.id = auth.find_user(invite.email) FOR UPDATE;
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

-- What invitations and resets come to: a password of one's own, all sessions but the new one ended.
CREATE FUNCTION auth.set_password(person INTEGER, setting TEXT, key TEXT) RETURNS VOID
  LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET timezone = 'UTC'
AS $$
BEGIN
  UPDATE public.users u SET password_hash = auth.seal(setting, key), updated_at = now() WHERE u.id = person;
  UPDATE public.auth_sessions s SET revoked_at = clock_timestamp() WHERE s.user_id = person AND s.revoked_at IS NULL;
  UPDATE public.password_reset_tokens t SET used_at = now() WHERE t.user_id = person AND t.used_at IS NULL;
  UPDATE auth.invitations i SET used_at = now() WHERE i.user_id = person AND i.used_at IS NULL;
  DELETE FROM auth.reset_requests r WHERE r.user_id = person;
END
$$;

-- Takes an invitation or a reset, whichever the code is: 'good' with a token of a new session, 'refused',
-- or 'wait'.
CREATE FUNCTION auth.redeem(email TEXT, code TEXT, setting TEXT, key TEXT, client TEXT)
  RETURNS TABLE (outcome TEXT, token TEXT, wait_seconds INTEGER, user_id INTEGER, name TEXT)
  LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET timezone = 'UTC'
AS $$
#variable_conflict use_variable
DECLARE
  person public.users%ROWTYPE;
  found_kind TEXT;
BEGIN
  PERFORM auth.seal(setting, key);
  outcome := 'wait';
  wait_seconds := greatest(auth.wait_for('address', coalesce(host(inet_client_addr()), 'local'), 200),
                           auth.wait_for('account', auth.same_address(redeem.email), 5));
  IF wait_seconds > 0 THEN
    RETURN NEXT;
    RETURN;
  END IF;
  SELECT u.* INTO person FROM public.users u WHERE u.id = auth.find_user(redeem.email) AND u.active FOR UPDATE;
  SELECT k.kind INTO found_kind FROM (
    SELECT 'invitation' AS kind FROM auth.invitations i
      WHERE i.user_id = person.id AND i.code_hash = auth.hash_code(code) AND i.used_at IS NULL
        AND i.expires_at > clock_timestamp()
    UNION ALL
    SELECT 'reset' FROM public.password_reset_tokens t
      WHERE t.user_id = person.id AND t.token = auth.hash_code(code) AND t.used_at IS NULL
        AND t.expires_at > clock_timestamp()::timestamp) k LIMIT 1;
  outcome := CASE WHEN found_kind IS NULL THEN 'refused' ELSE 'good' END;
  IF outcome = 'good' THEN
    PERFORM auth.set_password(person.id, setting, key);
    token := auth.open_session(person.id, client, 'password', interval '30 days', interval '12 hours');
    user_id := person.id;
    name := person.name;
  END IF;
  PERFORM auth.log(person.id, CASE WHEN outcome <> 'good' THEN 'CODE_REFUSED' WHEN found_kind = 'reset' THEN 'PASSWORD_RESET'
                                   ELSE 'INVITATION_ACCEPTED' END,
                   jsonb_build_object('email', auth.same_address(redeem.email)));
  RETURN NEXT;
END
$$;

-- Asked for from the sign-in page. It says nothing, whoever asks for whom; administrators see it.
CREATE FUNCTION auth.request_reset(email TEXT) RETURNS VOID
  LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET timezone = 'UTC'
AS $$
DECLARE
  person CONSTANT INTEGER := auth.find_user(request_reset.email);
BEGIN
  IF greatest(auth.wait_for('address', coalesce(host(inet_client_addr()), 'local'), 200),
              auth.wait_for('account', 'reset ' || auth.same_address(request_reset.email), 3)) > 0 THEN
    RETURN;
  END IF;
  INSERT INTO auth.reset_requests (user_id)
    SELECT u.id FROM public.users u WHERE u.id = person AND u.active
    ON CONFLICT (user_id) DO UPDATE SET requested_at = now();
  PERFORM auth.log(NULL, 'RESET_REQUESTED', jsonb_build_object('email', auth.same_address(request_reset.email)));
END
$$;

-- The code that lets a user choose a new password: once, within an hour. An older one ends.
CREATE FUNCTION auth.issue_reset(person INTEGER) RETURNS TEXT
  LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET timezone = 'UTC'
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
  DELETE FROM auth.reset_requests r WHERE r.user_id = person;
  PERFORM auth.log(me, 'RESET_ISSUED', jsonb_build_object('user_id', person));
  RETURN code;
END
$$;

-- A new password by whom knows the old one; every other session ends. False where the proof is wrong.
CREATE FUNCTION auth.change_password(proof TEXT, setting TEXT, key TEXT) RETURNS BOOLEAN
  LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET timezone = 'UTC'
AS $$
DECLARE
  me CONSTANT INTEGER := auth.user_id();
  mine CONSTANT BIGINT := auth.session_id();
  current_hash TEXT;
BEGIN
  SELECT u.password_hash INTO current_hash FROM public.users u WHERE u.id = me;
  IF me IS NULL OR auth.wait_for('account', 'change ' || me, 5) > 0 OR NOT auth.proves(current_hash, proof) THEN
    RETURN false;
  END IF;
  PERFORM auth.set_password(me, setting, key);
  UPDATE public.auth_sessions s SET revoked_at = NULL WHERE s.id = mine;
  PERFORM auth.log(me, 'PASSWORD_CHANGED', '{}');
  RETURN true;
END
$$;

-- Whether this database waits for its first administrator: nobody has an account, and no adopted rows
-- belong to anybody.
CREATE FUNCTION auth.is_vacant() RETURNS BOOLEAN
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET timezone = 'UTC'
AS $$
  SELECT NOT EXISTS (SELECT FROM public.users u WHERE u.email <> 'local@localhost')
     AND NOT EXISTS (SELECT FROM public.auth_sessions s WHERE s.kind = 'local')
     AND NOT EXISTS (SELECT FROM public.stores)
$$;

CREATE FUNCTION auth.make_first_administrator(email TEXT, name TEXT, setting TEXT, key TEXT, client TEXT) RETURNS TEXT
  LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET timezone = 'UTC'
AS $$
DECLARE
  person INTEGER;
BEGIN
  LOCK TABLE public.users IN SHARE ROW EXCLUSIVE MODE;
  IF NOT auth.is_vacant() THEN
    RAISE EXCEPTION 'this database has its administrator' USING ERRCODE = 'insufficient_privilege';
  END IF;
  IF make_first_administrator.email IS NULL OR btrim(make_first_administrator.email) !~ '^[^@[:space:][:cntrl:]]{1,64}@[^@[:space:][:cntrl:]]{1,255}$' THEN
    RAISE EXCEPTION 'this is no e-mail address' USING ERRCODE = 'invalid_parameter_value';
  END IF;
  INSERT INTO public.users (name, email, password_hash, role)
    VALUES (coalesce(nullif(btrim(left(make_first_administrator.name, 200)), ''), btrim(make_first_administrator.email)),
            btrim(make_first_administrator.email), auth.seal(setting, key), 'administrator')
    RETURNING id INTO person;
  PERFORM auth.log(person, 'FIRST_ADMINISTRATOR', jsonb_build_object('email', make_first_administrator.email));
  RETURN auth.open_session(person, client, 'password', interval '30 days', interval '12 hours');
END
$$;

CREATE FUNCTION auth.accounts()
  RETURNS TABLE (id INTEGER, name TEXT, email TEXT, role TEXT, active BOOLEAN, state TEXT, stores INTEGER[],
                 last_seen_at TIMESTAMPTZ, reset_requested_at TIMESTAMPTZ)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET timezone = 'UTC'
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
         (SELECT r.requested_at FROM auth.reset_requests r WHERE r.user_id = u.id)
  FROM public.users u
  WHERE auth.is_administrator() OR NOT auth.is_guarded()
  ORDER BY u.active DESC, lower(u.name), u.id
$$;

-- Changes what a user may: administrator, or a membership's role for stores (NULL: those they have).
CREATE FUNCTION auth.change_role(person INTEGER, role TEXT, stores INTEGER[]) RETURNS VOID
  LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET timezone = 'UTC'
AS $$
#variable_conflict use_variable
DECLARE
  me CONSTANT INTEGER := auth.require_administrator();
  wanted CONSTANT INTEGER[] := coalesce(stores, ARRAY(SELECT m.store_id FROM public.store_members m WHERE m.user_id = person));
BEGIN
  IF role IS NULL OR role NOT IN ('administrator', 'district_manager', 'store_manager', 'viewer') THEN
    RAISE EXCEPTION 'this is no role' USING ERRCODE = 'invalid_parameter_value';
  END IF;
  IF role <> 'administrator' THEN
    PERFORM auth.keep_an_administrator(person);
  END IF;
  UPDATE public.users u SET role = CASE change_role.role WHEN 'administrator' THEN change_role.role ELSE 'member' END,
                            updated_at = now() WHERE u.id = person;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'there is no such user' USING ERRCODE = 'no_data_found';
  END IF;
  DELETE FROM public.store_members m WHERE m.user_id = person;
  IF role <> 'administrator' THEN
    INSERT INTO public.store_members (user_id, store_id, role) SELECT person, s, role FROM unnest(wanted) s GROUP BY s;
  END IF;
  PERFORM auth.log(me, 'ROLE_CHANGED', jsonb_build_object('user_id', person, 'role', role, 'stores', to_jsonb(wanted)));
END
$$;

-- Somebody leaves: no more sessions, no more password, the shops go to @successor (NULL: to nobody). What
-- they entered stays theirs. An administrator does it, or the person.
CREATE FUNCTION auth.deactivate(person INTEGER, successor INTEGER) RETURNS VOID
  LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET timezone = 'UTC'
AS $$
DECLARE
  me CONSTANT INTEGER := auth.user_id();
BEGIN
  IF person IS DISTINCT FROM me OR (successor IS NOT NULL AND NOT auth.is_administrator()) THEN
    PERFORM auth.require_administrator();
  END IF;
  PERFORM auth.keep_an_administrator(person);
  IF successor IS NOT NULL AND NOT EXISTS (SELECT FROM public.users u WHERE u.id = successor AND u.active AND u.id <> person) THEN
    RAISE EXCEPTION 'there is no such user' USING ERRCODE = 'no_data_found';
  END IF;
  UPDATE public.users u SET active = false, role = 'member', password_hash = '!', updated_at = now()
    WHERE u.id = person AND u.email <> 'local@localhost';
  IF NOT FOUND THEN
    RAISE EXCEPTION 'there is no such user' USING ERRCODE = 'no_data_found';
  END IF;
  UPDATE public.auth_sessions s SET revoked_at = clock_timestamp() WHERE s.user_id = person AND s.revoked_at IS NULL;
  UPDATE public.password_reset_tokens t SET used_at = now() WHERE t.user_id = person AND t.used_at IS NULL;
  UPDATE auth.invitations i SET used_at = now() WHERE i.user_id = person AND i.used_at IS NULL;
  IF successor IS NOT NULL THEN
    INSERT INTO public.store_members AS m (user_id, store_id, role)
      SELECT successor, o.store_id, o.role FROM public.store_members o WHERE o.user_id = person
      ON CONFLICT (user_id, store_id) DO UPDATE SET role = excluded.role WHERE auth.rank(excluded.role) > auth.rank(m.role);
  END IF;
  DELETE FROM public.store_members m WHERE m.user_id = person;
  PERFORM auth.log(me, 'DEACTIVATED', jsonb_build_object('user_id', person, 'successor', successor));
END
$$;

-- What the program did that no table tells: files it wrote. The words are the program's, the name is not.
CREATE FUNCTION auth.note(action TEXT, details JSONB) RETURNS VOID
  LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET timezone = 'UTC'
AS $$
BEGIN
  IF auth.is_guarded() AND auth.user_id() IS NULL THEN
    RAISE EXCEPTION 'nobody is signed in' USING ERRCODE = 'insufficient_privilege';
  END IF;
  IF action IS NULL OR action NOT IN ('EXPORT', 'PRINT', 'BACKUP', 'RESTORE', 'MAIL') OR pg_column_size(details) > 8192 THEN
    RAISE EXCEPTION 'this cannot be noted' USING ERRCODE = 'invalid_parameter_value';
  END IF;
  PERFORM auth.log(auth.user_id(), action, details);
END
$$;

-- Sessions and codes that came with a backup are void: whoever held one then may have lost it since.
CREATE FUNCTION auth.void_all() RETURNS VOID
  LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET timezone = 'UTC'
AS $$
  DELETE FROM public.auth_sessions;
  UPDATE public.password_reset_tokens SET used_at = now() WHERE used_at IS NULL;
  UPDATE auth.invitations SET used_at = now() WHERE used_at IS NULL;
  DELETE FROM auth.reset_requests;
  SELECT auth.log(NULL, 'SESSIONS_VOIDED', '{}');
$$;

REVOKE ALL ON ALL FUNCTIONS IN SCHEMA auth FROM PUBLIC;
GRANT EXECUTE ON FUNCTION
  auth.challenge(TEXT), auth.sign_in(TEXT, TEXT, TEXT, TEXT, TEXT, TEXT), auth.sessions(), auth.revoke_sessions(BIGINT),
  auth.invite(TEXT, TEXT, TEXT, INTEGER[]), auth.redeem(TEXT, TEXT, TEXT, TEXT, TEXT), auth.request_reset(TEXT),
  auth.issue_reset(INTEGER), auth.change_password(TEXT, TEXT, TEXT), auth.is_vacant(),
  auth.make_first_administrator(TEXT, TEXT, TEXT, TEXT, TEXT), auth.accounts(), auth.change_role(INTEGER, TEXT, INTEGER[]),
  auth.deactivate(INTEGER, INTEGER), auth.note(TEXT, JSONB)
  TO ddi_app;
