-- Who asks. A session is a random token whose hash is kept in auth_sessions; it travels in each unit as
-- ddi.session. Anyone who can log in as ddi_app can set that to what they like, so it is looked up, never
-- believed. Every function here that reads more than its caller may pins search_path and time zone
-- (an expired token was accepted after SET timezone where a TIMESTAMP was compared), names its tables
-- in full and is nobody's to call but those it is granted to.

CREATE SCHEMA auth;
GRANT USAGE ON SCHEMA auth TO ddi_app;

-- A session ends at expires_at, and at idle_at unless its program says before that it is still in use.
ALTER TABLE auth_sessions
  ADD COLUMN idle_limit INTERVAL NOT NULL DEFAULT '12 hours',
  ADD COLUMN idle_at TIMESTAMPTZ NOT NULL DEFAULT now() + interval '12 hours',
  ADD COLUMN last_seen_at TIMESTAMPTZ NOT NULL DEFAULT now(),
  ADD COLUMN address TEXT,
  ADD COLUMN kind TEXT NOT NULL DEFAULT 'password' CHECK (kind IN ('password', 'local'));

-- What the functions know and nobody reads: the key of the answers about people who do not exist.
CREATE TABLE auth.secrets (
  name TEXT PRIMARY KEY,
  value BYTEA NOT NULL CHECK (octet_length(value) = 32)
);
-- 366 random bits in, 256 out: the core of PostgreSQL 15 has no other source of strong random bytes.
CREATE FUNCTION auth.random_bytes() RETURNS BYTEA
  LANGUAGE sql VOLATILE SET search_path = pg_catalog, pg_temp
  AS $$ SELECT sha256(uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid())) $$;
INSERT INTO auth.secrets (name, value) VALUES ('answers', auth.random_bytes());

-- The rights of a role of the database that is neither the owner nor a member of it.
CREATE FUNCTION auth.is_guarded() RETURNS BOOLEAN
  LANGUAGE sql STABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp
  AS $$ SELECT pg_has_role(session_user, 'ddi_app', 'MEMBER') AND NOT pg_has_role(session_user, 'ddi_owner', 'MEMBER') $$;

-- The hash under which a token is kept.
CREATE FUNCTION auth.hash_token(token TEXT) RETURNS BYTEA
  LANGUAGE sql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp
  AS $$ SELECT sha256(convert_to('ddi token ' || coalesce(token, ''), 'UTF8')) $$;

-- The session that this transaction carries, where it holds now; the hour of the clock counts and not
-- the transaction's, which the client decides how long to keep open.
CREATE FUNCTION auth.session_id() RETURNS BIGINT
  LANGUAGE sql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET timezone = 'UTC'
AS $$
  SELECT s.id
  FROM public.auth_sessions s JOIN public.users u ON u.id = s.user_id
  WHERE s.token_hash = auth.hash_token(current_setting('ddi.session', true))
    AND s.revoked_at IS NULL AND s.expires_at > clock_timestamp() AND s.idle_at > clock_timestamp() AND u.active
$$;

CREATE FUNCTION auth.user_id() RETURNS INTEGER
  LANGUAGE sql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET timezone = 'UTC'
  AS $$ SELECT s.user_id FROM public.auth_sessions s WHERE s.id = (SELECT auth.session_id()) $$;

CREATE FUNCTION auth.is_administrator() RETURNS BOOLEAN
  LANGUAGE sql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET timezone = 'UTC'
AS $$
  SELECT coalesce((SELECT u.role = 'administrator' FROM public.users u WHERE u.id = (SELECT auth.user_id())), false)
$$;

-- How much a membership allows: a viewer sees, a store manager enters, a district manager decides.
CREATE FUNCTION auth.rank(role TEXT) RETURNS INTEGER
  LANGUAGE sql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp
  AS $$ SELECT CASE role WHEN 'viewer' THEN 1 WHEN 'store_manager' THEN 2 WHEN 'district_manager' THEN 3 ELSE 0 END $$;

-- The stores where a user may do what at_least stands for: those they are a member of, for a district
-- manager every store of those districts, for an administrator all. Never NULL.
CREATE FUNCTION auth.stores_of(person INTEGER, at_least INTEGER) RETURNS INTEGER[]
  LANGUAGE sql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET timezone = 'UTC'
AS $$
  SELECT coalesce(array_agg(s.id ORDER BY s.id), '{}')
  FROM public.stores s
  WHERE EXISTS (SELECT FROM public.users u WHERE u.id = person AND u.active AND u.role = 'administrator')
     OR EXISTS (SELECT FROM public.store_members m
                WHERE m.user_id = person AND m.store_id = s.id AND auth.rank(m.role) >= at_least)
     OR s.district_id IN (SELECT o.district_id FROM public.store_members m JOIN public.stores o ON o.id = m.store_id
                          WHERE m.user_id = person AND m.role = 'district_manager')
$$;

-- What the policies ask, each once a statement: store_id = ANY ((SELECT auth.visible_stores())::int[]).
CREATE FUNCTION auth.visible_stores() RETURNS INTEGER[]
  LANGUAGE sql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET timezone = 'UTC'
  AS $$ SELECT auth.stores_of((SELECT auth.user_id()), 1) $$;
CREATE FUNCTION auth.writable_stores() RETURNS INTEGER[]
  LANGUAGE sql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET timezone = 'UTC'
  AS $$ SELECT auth.stores_of((SELECT auth.user_id()), 2) $$;
CREATE FUNCTION auth.managed_stores() RETURNS INTEGER[]
  LANGUAGE sql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET timezone = 'UTC'
  AS $$ SELECT auth.stores_of((SELECT auth.user_id()), 3) $$;

CREATE FUNCTION auth.managed_districts() RETURNS INTEGER[]
  LANGUAGE sql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET timezone = 'UTC'
AS $$
  SELECT coalesce(array_agg(d.id ORDER BY d.id), '{}')
  FROM public.districts d
  WHERE (SELECT auth.is_administrator())
     OR d.id IN (SELECT s.district_id FROM public.store_members m JOIN public.stores s ON s.id = m.store_id
                 WHERE m.user_id = (SELECT auth.user_id()) AND m.role = 'district_manager')
$$;
CREATE FUNCTION auth.visible_districts() RETURNS INTEGER[]
  LANGUAGE sql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET timezone = 'UTC'
AS $$
  SELECT coalesce(array_agg(d.id ORDER BY d.id), '{}')
  FROM public.districts d
  WHERE (SELECT auth.is_administrator())
     OR d.id IN (SELECT s.district_id FROM public.stores s WHERE s.id = ANY ((SELECT auth.visible_stores())::int[]))
$$;

-- Whether the person keeps what belongs to no single store: products, their prices everywhere, holidays.
CREATE FUNCTION auth.is_manager() RETURNS BOOLEAN
  LANGUAGE sql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET timezone = 'UTC'
AS $$
  SELECT (SELECT auth.is_administrator())
      OR EXISTS (SELECT FROM public.store_members m
                 WHERE m.user_id = (SELECT auth.user_id()) AND m.role = 'district_manager')
$$;

-- Oneself, whoever else has to do with one's stores, and the administrators: their names stand beside
-- what they entered and decided.
CREATE FUNCTION auth.visible_users() RETURNS INTEGER[]
  LANGUAGE sql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET timezone = 'UTC'
AS $$
  SELECT coalesce(array_agg(u.id ORDER BY u.id), '{}')
  FROM public.users u
  WHERE (SELECT auth.user_id()) IS NOT NULL
    AND ((SELECT auth.is_administrator()) OR u.id = (SELECT auth.user_id()) OR u.role = 'administrator'
         OR EXISTS (SELECT FROM public.store_members m
                    WHERE m.user_id = u.id
                      AND (m.store_id = ANY ((SELECT auth.visible_stores())::int[])
                           OR (m.role = 'district_manager'
                               AND (SELECT s.district_id FROM public.stores s WHERE s.id = m.store_id)
                                   = ANY ((SELECT auth.visible_districts())::int[])))))
$$;

-- Where the request comes from: what the connection says, and behind a pooler on this machine what the
-- pooler claims (PgBouncer's application_name_add_host), marked as claimed since any client can say it.
CREATE FUNCTION auth.client_address() RETURNS TEXT
  LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp
AS $$
  SELECT concat_ws(' ', coalesce(host(inet_client_addr()), 'local'),
                   'claimed ' || substring(left(current_setting('application_name', true), 200)
                                           FROM ' - ([0-9a-fA-F.:]{3,45}):[0-9]{1,5}$'))
$$;

-- One entry of the log; the values are the caller's.
CREATE FUNCTION auth.log(person INTEGER, action TEXT, details JSONB) RETURNS VOID
  LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET timezone = 'UTC'
AS $$
  INSERT INTO public.audit_logs (user_id, action, details, ip_address, user_agent)
  VALUES (person, action, details, left(auth.client_address(), 45), left(current_setting('application_name', true), 200))
$$;

-- A new session; the token is in nothing but the answer.
CREATE FUNCTION auth.open_session(person INTEGER, client TEXT, session_kind TEXT, lasts INTERVAL, idle INTERVAL)
  RETURNS TEXT
  LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET timezone = 'UTC'
AS $$
DECLARE
  token CONSTANT TEXT := encode(auth.random_bytes(), 'hex');
BEGIN
  DELETE FROM public.auth_sessions s WHERE s.expires_at < now() - interval '90 days';
  INSERT INTO public.auth_sessions (token_hash, user_id, client, kind, address, expires_at, idle_limit, idle_at)
    VALUES (auth.hash_token(token), person, left(client, 200), session_kind, auth.client_address(),
            clock_timestamp() + lasts, idle, clock_timestamp() + idle);
  RETURN token;
END
$$;

-- The embedded home: whoever can be the owner of the database is the person at this desktop, so the
-- owner alone may call it. A program leaves its session behind; thirty days later it is swept away.
CREATE FUNCTION auth.open_local_session(client TEXT) RETURNS TEXT
  LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET timezone = 'UTC'
AS $$
  DELETE FROM public.auth_sessions s WHERE s.kind = 'local' AND s.idle_at < now();
  SELECT auth.open_session(u.id, client, 'local', interval '400 days', interval '30 days')
  FROM public.users u WHERE u.email = 'local@localhost' AND u.active
$$;

CREATE FUNCTION auth.whoami()
  RETURNS TABLE (user_id INTEGER, name TEXT, email TEXT, role TEXT, kind TEXT, expires_at TIMESTAMPTZ, writes BOOLEAN,
                 decides BOOLEAN)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET timezone = 'UTC'
AS $$
  SELECT u.id, u.name, u.email,
         CASE WHEN u.role = 'administrator' THEN u.role
              ELSE coalesce((SELECT m.role FROM public.store_members m WHERE m.user_id = u.id
                             ORDER BY auth.rank(m.role) DESC LIMIT 1), 'none') END,
         s.kind, s.expires_at, auth.writable_stores() <> '{}', auth.managed_stores() <> '{}'
  FROM public.auth_sessions s JOIN public.users u ON u.id = s.user_id
  WHERE s.id = (SELECT auth.session_id())
$$;

-- The program is still in use. Not more than once a minute, so that it costs nothing.
CREATE FUNCTION auth.touch() RETURNS BOOLEAN
  LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET timezone = 'UTC'
AS $$
DECLARE
  mine CONSTANT BIGINT := auth.session_id();
BEGIN
  UPDATE public.auth_sessions s
    SET last_seen_at = clock_timestamp(), idle_at = least(s.expires_at, clock_timestamp() + s.idle_limit)
    WHERE s.id = mine AND s.last_seen_at < clock_timestamp() - interval '1 minute';
  RETURN mine IS NOT NULL;
END
$$;

CREATE FUNCTION auth.sign_out() RETURNS BOOLEAN
  LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET timezone = 'UTC'
AS $$
DECLARE
  mine CONSTANT BIGINT := auth.session_id();
  person CONSTANT INTEGER := auth.user_id();
BEGIN
  UPDATE public.auth_sessions s SET revoked_at = clock_timestamp() WHERE s.id = mine;
  IF FOUND THEN
    PERFORM auth.log(person, 'SIGN_OUT', jsonb_build_object('session', mine));
  END IF;
  RETURN mine IS NOT NULL;
END
$$;

REVOKE ALL ON ALL FUNCTIONS IN SCHEMA auth FROM PUBLIC;
GRANT EXECUTE ON FUNCTION
  auth.user_id(), auth.is_administrator(), auth.is_manager(), auth.visible_stores(), auth.writable_stores(),
  auth.managed_stores(), auth.managed_districts(), auth.visible_districts(), auth.visible_users(), auth.is_guarded(),
  auth.whoami(), auth.touch(), auth.sign_out()
  TO ddi_app;
