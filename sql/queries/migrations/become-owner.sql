-- The session of a migrator: as ddi_owner where that role exists (a superuser and the members of it
-- may), with short waits for locks and the formats that migrations are written for.
DO $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'ddi_owner') THEN
    RAISE EXCEPTION 'the role ddi_owner does not exist: provision the server first'
      USING ERRCODE = 'insufficient_privilege';
  END IF;
  SET ROLE ddi_owner;
  SET search_path = public;
  SET lock_timeout = '3s';
  SET statement_timeout = 0;
  SET idle_in_transaction_session_timeout = 0;
  SET timezone = 'UTC';
  SET datestyle = 'ISO, YMD';
  SET check_function_bodies = on;
END
$$
