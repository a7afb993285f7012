-- Who asks, and what they may see, is looked up by the policies of each table that a statement reads. A function in SQL is
-- parsed and planned anew by every statement, and these call each other four deep: most of the time of a short statement
-- went there. PL/pgSQL keeps the plans for the connection, from the first time on: the same answers in an eighth of the
-- time. Owners and grants stay, the conditions too; whether a store is hidden is told by counting, for those that are seen
-- are among all.
CREATE OR REPLACE FUNCTION auth.hash_token(token TEXT) RETURNS BYTEA
  LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  RETURN sha256(convert_to('ddi token ' || coalesce(token, ''), 'UTF8'));
END
$$;

CREATE OR REPLACE FUNCTION auth.latest() RETURNS TIMESTAMPTZ
  LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  RETURN clock_timestamp() + interval '5 minutes';
END
$$;

CREATE OR REPLACE FUNCTION auth.rank(role TEXT) RETURNS INTEGER
  LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  RETURN CASE role WHEN 'viewer' THEN 1 WHEN 'store_manager' THEN 2 WHEN 'district_manager' THEN 3 ELSE 0 END;
END
$$;

CREATE OR REPLACE FUNCTION auth.session_id() RETURNS BIGINT
  LANGUAGE plpgsql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET timezone = 'UTC'
  SET standard_conforming_strings = on SET plan_cache_mode = force_generic_plan
AS $$
DECLARE
  hash CONSTANT BYTEA := auth.hash_token(current_setting('ddi.session', true));
BEGIN
  IF current_setting('transaction_isolation') NOT IN ('read committed', 'read uncommitted')
     AND current_setting('transaction_read_only') <> 'on' THEN
    RETURN NULL;
  END IF;
  RETURN (SELECT s.id
          FROM public.auth_sessions s JOIN public.users u ON u.id = s.user_id
          WHERE s.token_hash = hash
            AND s.revoked_at IS NULL AND s.expires_at > clock_timestamp() AND s.idle_at > clock_timestamp()
            AND greatest(s.created_at, s.last_seen_at) <= auth.latest() AND u.active);
END
$$;

CREATE OR REPLACE FUNCTION auth.user_id() RETURNS INTEGER
  LANGUAGE plpgsql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET timezone = 'UTC'
  SET standard_conforming_strings = on SET plan_cache_mode = force_generic_plan
AS $$
DECLARE
  session CONSTANT BIGINT := auth.session_id();
BEGIN
  RETURN (SELECT s.user_id FROM public.auth_sessions s WHERE s.id = session);
END
$$;

CREATE OR REPLACE FUNCTION auth.is_administrator() RETURNS BOOLEAN
  LANGUAGE plpgsql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET timezone = 'UTC'
  SET standard_conforming_strings = on SET plan_cache_mode = force_generic_plan
AS $$
DECLARE
  person CONSTANT INTEGER := auth.user_id();
BEGIN
  RETURN coalesce((SELECT u.role = 'administrator' FROM public.users u WHERE u.id = person), false);
END
$$;

CREATE OR REPLACE FUNCTION auth.is_manager() RETURNS BOOLEAN
  LANGUAGE plpgsql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET timezone = 'UTC'
  SET standard_conforming_strings = on SET plan_cache_mode = force_generic_plan
AS $$
DECLARE
  person CONSTANT INTEGER := auth.user_id();
BEGIN
  RETURN EXISTS (SELECT FROM public.users u WHERE u.id = person AND u.role = 'administrator')
      OR EXISTS (SELECT FROM public.store_members m WHERE m.user_id = person AND m.role = 'district_manager');
END
$$;

CREATE OR REPLACE FUNCTION auth.stores_of(person INTEGER, at_least INTEGER) RETURNS INTEGER[]
  LANGUAGE plpgsql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET timezone = 'UTC'
  SET standard_conforming_strings = on SET plan_cache_mode = force_generic_plan
AS $$
BEGIN
  RETURN (SELECT coalesce(array_agg(s.id ORDER BY s.id), '{}')
          FROM public.stores s
          WHERE EXISTS (SELECT FROM public.users u WHERE u.id = person AND u.active AND u.role = 'administrator')
             OR EXISTS (SELECT FROM public.store_members m
                        WHERE m.user_id = person AND m.store_id = s.id AND auth.rank(m.role) >= at_least)
             OR s.district_id IN (SELECT o.district_id
                                  FROM public.store_members m JOIN public.stores o ON o.id = m.store_id
                                  WHERE m.user_id = person AND m.role = 'district_manager'));
END
$$;

CREATE OR REPLACE FUNCTION auth.visible_stores() RETURNS INTEGER[]
  LANGUAGE plpgsql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET timezone = 'UTC'
  SET standard_conforming_strings = on
AS $$
BEGIN
  RETURN auth.stores_of(auth.user_id(), 1);
END
$$;

CREATE OR REPLACE FUNCTION auth.writable_stores() RETURNS INTEGER[]
  LANGUAGE plpgsql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET timezone = 'UTC'
  SET standard_conforming_strings = on
AS $$
BEGIN
  RETURN auth.stores_of(auth.user_id(), 2);
END
$$;

CREATE OR REPLACE FUNCTION auth.managed_stores() RETURNS INTEGER[]
  LANGUAGE plpgsql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET timezone = 'UTC'
  SET standard_conforming_strings = on
AS $$
BEGIN
  RETURN auth.stores_of(auth.user_id(), 3);
END
$$;

CREATE OR REPLACE FUNCTION auth.managed_districts() RETURNS INTEGER[]
  LANGUAGE plpgsql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET timezone = 'UTC'
  SET standard_conforming_strings = on SET plan_cache_mode = force_generic_plan
AS $$
DECLARE
  person CONSTANT INTEGER := auth.user_id();
BEGIN
  RETURN (SELECT coalesce(array_agg(d.id ORDER BY d.id), '{}')
          FROM public.districts d
          WHERE EXISTS (SELECT FROM public.users u WHERE u.id = person AND u.role = 'administrator')
             OR d.id IN (SELECT s.district_id FROM public.store_members m JOIN public.stores s ON s.id = m.store_id
                         WHERE m.user_id = person AND m.role = 'district_manager'));
END
$$;

CREATE OR REPLACE FUNCTION auth.visible_districts() RETURNS INTEGER[]
  LANGUAGE plpgsql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET timezone = 'UTC'
  SET standard_conforming_strings = on SET plan_cache_mode = force_generic_plan
AS $$
DECLARE
  person CONSTANT INTEGER := auth.user_id();
  seen CONSTANT INTEGER[] := auth.stores_of(person, 1);
BEGIN
  RETURN (SELECT coalesce(array_agg(d.id ORDER BY d.id), '{}')
          FROM public.districts d
          WHERE EXISTS (SELECT FROM public.users u WHERE u.id = person AND u.role = 'administrator')
             OR d.id IN (SELECT s.district_id FROM unnest(seen) n JOIN public.stores s ON s.id = n));
END
$$;

-- The districts that are seen of which no store is hidden.
CREATE OR REPLACE FUNCTION auth.whole_districts() RETURNS INTEGER[]
  LANGUAGE plpgsql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET timezone = 'UTC'
  SET standard_conforming_strings = on SET plan_cache_mode = force_generic_plan
AS $$
DECLARE
  seen CONSTANT INTEGER[] := auth.visible_stores();
  districts CONSTANT INTEGER[] := auth.visible_districts();
BEGIN
  IF cardinality(seen) = (SELECT count(*) FROM public.stores) THEN
    RETURN districts;
  END IF;
  RETURN (SELECT coalesce(array_agg(d ORDER BY d), '{}')
          FROM unnest(districts) d
          WHERE NOT EXISTS (SELECT FROM public.stores s WHERE s.district_id = d AND s.id <> ALL (seen)));
END
$$;

-- Whether there are stores, and none that is hidden.
CREATE OR REPLACE FUNCTION auth.sees_chain() RETURNS BOOLEAN
  LANGUAGE plpgsql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET timezone = 'UTC'
  SET standard_conforming_strings = on SET plan_cache_mode = force_generic_plan
AS $$
DECLARE
  seen CONSTANT INTEGER[] := auth.visible_stores();
BEGIN
  RETURN seen <> '{}' AND cardinality(seen) = (SELECT count(*) FROM public.stores);
END
$$;

CREATE OR REPLACE FUNCTION auth.visible_users() RETURNS INTEGER[]
  LANGUAGE plpgsql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET timezone = 'UTC'
  SET standard_conforming_strings = on SET plan_cache_mode = force_generic_plan
AS $$
DECLARE
  person CONSTANT INTEGER := auth.user_id();
  seen CONSTANT INTEGER[] := auth.visible_stores();
  districts CONSTANT INTEGER[] := auth.visible_districts();
BEGIN
  RETURN (SELECT coalesce(array_agg(u.id ORDER BY u.id), '{}')
          FROM public.users u
          WHERE person IS NOT NULL
            AND (EXISTS (SELECT FROM public.users o WHERE o.id = person AND o.role = 'administrator')
                 OR u.id = person OR u.role = 'administrator'
                 OR EXISTS (SELECT FROM public.store_members m
                            WHERE m.user_id = u.id
                              AND (m.store_id = ANY (seen)
                                   OR (m.role = 'district_manager'
                                       AND (SELECT s.district_id FROM public.stores s WHERE s.id = m.store_id)
                                           = ANY (districts))))));
END
$$;

CREATE OR REPLACE FUNCTION auth.is_guarded() RETURNS BOOLEAN
  LANGUAGE plpgsql STABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  RETURN pg_has_role(session_user, 'ddi_app', 'MEMBER') AND NOT pg_has_role(session_user, 'ddi_owner', 'MEMBER');
END
$$;

CREATE OR REPLACE FUNCTION auth.is_archiving() RETURNS BOOLEAN
  LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET timezone = 'UTC'
  SET standard_conforming_strings = on
AS $$
BEGIN
  RETURN EXISTS (SELECT FROM auth.archiving a WHERE a.xid = pg_current_xact_id_if_assigned());
END
$$;

CREATE OR REPLACE FUNCTION auth.is_merging() RETURNS BOOLEAN
  LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET timezone = 'UTC'
  SET standard_conforming_strings = on
AS $$
BEGIN
  RETURN EXISTS (SELECT FROM auth.merging m WHERE m.xid = pg_current_xact_id_if_assigned());
END
$$;

CREATE OR REPLACE FUNCTION single_stores(asked INTEGER[]) RETURNS INTEGER[]
  LANGUAGE plpgsql STABLE
AS $$
DECLARE
  whole INTEGER[];
BEGIN
  IF asked IS NOT NULL THEN
    RETURN asked;
  ELSIF NOT row_security_active('public.daily_sales_totals') THEN
    RETURN '{}';
  END IF;
  whole := auth.whole_districts();
  RETURN (SELECT coalesce(array_agg(s.id ORDER BY s.id), '{}') FROM public.stores s WHERE s.district_id <> ALL (whole));
END
$$;
