-- The two roles: ddi_owner owns every object and runs migrations, ddi_app is what programs log in
-- as. Neither has a password here: on a server the administrator sets one, an embedded server lets
-- its own user in by peer. Two programs may provision at once.
DO $$
BEGIN
  PERFORM pg_advisory_xact_lock(7233126847);
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'ddi_owner') THEN
    CREATE ROLE ddi_owner LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS;
  END IF;
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'ddi_app') THEN
    CREATE ROLE ddi_app LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS;
  END IF;
  -- Trust is in the database: the application must never be able to become the owner.
  IF EXISTS (SELECT FROM pg_auth_members
             WHERE roleid = 'ddi_owner'::regrole AND member = 'ddi_app'::regrole) THEN
    REVOKE ddi_owner FROM ddi_app;
  END IF;
  -- A role that may create roles but is no superuser hands things over as a member of the owner.
  IF NOT pg_has_role(current_user, 'ddi_owner', 'MEMBER') THEN
    EXECUTE format('GRANT ddi_owner TO %I', current_user);
  END IF;
  -- Whoever looks after the database sees the sessions and statements of others and may end them. Only a
  -- superuser (a managed host has none) can grant that; the Database page says what is missing without it.
  BEGIN
    GRANT pg_monitor, pg_signal_backend TO ddi_owner;
  EXCEPTION WHEN insufficient_privilege THEN
    RAISE DEBUG 'ddi_owner does not see the sessions of others';
  END;
END
$$
