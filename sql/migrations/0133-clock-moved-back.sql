-- A server's clock that is moved back must not give back what had ended, nor keep anybody out. What has expired is marked
-- as ended, so that no clock undoes it; and what was last seen at a time that has not come yet holds again only when it
-- has come: until then one signs in anew.

-- The latest time that a row may speak of as past: servers behind one pooler do not agree to the second.
CREATE FUNCTION auth.latest() RETURNS TIMESTAMPTZ
  LANGUAGE sql VOLATILE SET search_path = pg_catalog, pg_temp
  AS $$ SELECT clock_timestamp() + interval '5 minutes' $$;

-- Never waits: what another transaction is ending, it ends.
CREATE FUNCTION auth.end_expired() RETURNS VOID
  LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET timezone = 'UTC'
AS $$
  UPDATE public.auth_sessions s SET revoked_at = clock_timestamp()
    WHERE s.id IN (SELECT x.id FROM public.auth_sessions x
                   WHERE x.revoked_at IS NULL AND least(x.expires_at, x.idle_at) <= clock_timestamp()
                   FOR UPDATE SKIP LOCKED);
  UPDATE public.password_reset_tokens t SET used_at = clock_timestamp()::timestamp
    WHERE t.id IN (SELECT x.id FROM public.password_reset_tokens x
                   WHERE x.used_at IS NULL AND x.expires_at <= clock_timestamp()::timestamp
                   FOR UPDATE SKIP LOCKED);
  UPDATE auth.invitations i SET used_at = clock_timestamp()
    WHERE i.id IN (SELECT x.id FROM auth.invitations x
                   WHERE x.used_at IS NULL AND x.expires_at <= clock_timestamp()
                   FOR UPDATE SKIP LOCKED);
$$;

-- The session that this transaction carries, where it holds now; the hour of the clock counts and not
-- the transaction's, which the client decides how long to keep open.
CREATE OR REPLACE FUNCTION auth.session_id() RETURNS BIGINT
  LANGUAGE sql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET timezone = 'UTC'
AS $$
  SELECT s.id
  FROM public.auth_sessions s JOIN public.users u ON u.id = s.user_id
  WHERE s.token_hash = auth.hash_token(current_setting('ddi.session', true))
    AND s.revoked_at IS NULL AND s.expires_at > clock_timestamp() AND s.idle_at > clock_timestamp()
    AND greatest(s.created_at, s.last_seen_at) <= auth.latest() AND u.active
$$;

-- The program is still in use. Not more than once a minute, so that it costs nothing.
CREATE OR REPLACE FUNCTION auth.touch() RETURNS BOOLEAN
  LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET timezone = 'UTC'
AS $$
DECLARE
  mine CONSTANT BIGINT := auth.session_id();
BEGIN
  UPDATE public.auth_sessions s
    SET last_seen_at = clock_timestamp(), idle_at = least(s.expires_at, clock_timestamp() + s.idle_limit)
    WHERE s.id = mine AND s.last_seen_at < clock_timestamp() - interval '1 minute';
  IF FOUND THEN
    PERFORM auth.end_expired();
  END IF;
  RETURN mine IS NOT NULL;
END
$$;

-- A new session; the token is in nothing but the answer.
CREATE OR REPLACE FUNCTION auth.open_session(person INTEGER, client TEXT, session_kind TEXT, lasts INTERVAL, idle INTERVAL)
  RETURNS TEXT
  LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET timezone = 'UTC'
AS $$
DECLARE
  token CONSTANT TEXT := encode(auth.random_bytes(), 'hex');
BEGIN
  DELETE FROM public.auth_sessions s WHERE s.expires_at < now() - interval '90 days';
  PERFORM auth.end_expired();
  INSERT INTO public.auth_sessions (token_hash, user_id, client, kind, address, expires_at, idle_limit, idle_at)
    VALUES (auth.hash_token(token), person, left(client, 200), session_kind, auth.client_address(),
            clock_timestamp() + lasts, idle, clock_timestamp() + idle);
  RETURN token;
END
$$;

-- Takes an invitation or a reset, whichever the code is: 'good' with a token of a new session, 'refused',
-- or 'wait'.
CREATE OR REPLACE FUNCTION auth.redeem(email TEXT, code TEXT, setting TEXT, key TEXT, client TEXT)
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
        AND i.expires_at > clock_timestamp() AND i.created_at <= auth.latest()
    UNION ALL
    SELECT 'reset' FROM public.password_reset_tokens t
      WHERE t.user_id = person.id AND t.token = auth.hash_code(code) AND t.used_at IS NULL
        AND t.expires_at > clock_timestamp()::timestamp
        AND coalesce(t.created_at, '-infinity') <= auth.latest()::timestamp) k LIMIT 1;
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

REVOKE ALL ON FUNCTION auth.latest(), auth.end_expired() FROM PUBLIC;
