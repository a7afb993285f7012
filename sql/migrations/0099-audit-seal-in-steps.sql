-- A log that was never sealed, of a database that is adopted or restored, may have millions of entries: they
-- are chained in steps, each in a transaction of its own, so that no call outlasts its time limit and nobody
-- waits long for the lock.

-- Seals at most so many entries (NULL: all that can be); how many that were.
CREATE FUNCTION auth.seal_audit(most INTEGER) RETURNS BIGINT
  LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET timezone = 'UTC'
AS $$
DECLARE
  fresh CONSTANT BOOLEAN := pg_current_xact_id_if_assigned() IS NULL;
  state auth.audit_state%ROWTYPE;
  entry public.audit_logs%ROWTYPE;
  last_id INTEGER;
  mine XID8;
  oldest XID8;
  bound INTEGER;
  sealed BIGINT := 0;
BEGIN
  IF most <= 0 THEN
    RAISE EXCEPTION 'this is no number of entries' USING ERRCODE = 'invalid_parameter_value';
  END IF;
  IF current_setting('transaction_isolation') <> 'read committed'
     OR NOT pg_try_advisory_xact_lock(hashtextextended('ddi.audit', 0)) THEN
    RETURN 0;
  END IF;
  SELECT CASE WHEN q.is_called THEN q.last_value ELSE 0 END INTO last_id FROM public.audit_logs_id_seq q;
  mine := pg_current_xact_id();
  oldest := pg_snapshot_xmin(pg_current_snapshot());
  SELECT s.* INTO state FROM auth.audit_state s;
  -- Numbers that came with a backup are another server's.
  IF state.next_xid > mine THEN
    state.next_xid := NULL;
  END IF;
  IF fresh AND oldest >= mine THEN
    bound := last_id;
  ELSIF oldest >= state.next_xid THEN
    bound := state.next_to;
  END IF;
  IF bound > state.sealed_to THEN
    FOR entry IN SELECT a.* FROM public.audit_logs a WHERE a.id > state.sealed_to AND a.id <= bound ORDER BY a.id LIMIT most LOOP
      state.n := state.n + 1;
      state.hash := auth.audit_hash(state.hash, entry, entry.user_id);
      INSERT INTO auth.audit_chain (n, id, user_id, hash) VALUES (state.n, entry.id, entry.user_id, state.hash);
      state.sealed_to := entry.id;
      sealed := sealed + 1;
    END LOOP;
    -- A step that was full may not have reached the bound; where there is nothing left, ids that nobody has are
    -- closed to entries too.
    IF sealed IS DISTINCT FROM most THEN
      state.sealed_to := bound;
    END IF;
  END IF;
  -- What waits already is not put off, or a busy database would never be sealed; nor what a step has left.
  IF fresh AND (state.next_xid IS NULL OR bound <= state.sealed_to) THEN
    state.next_to := last_id;
    state.next_xid := mine;
  END IF;
  UPDATE auth.audit_state s SET n = state.n, sealed_to = state.sealed_to, hash = state.hash, next_to = state.next_to,
                                next_xid = state.next_xid;
  RETURN sealed;
END
$$;

CREATE OR REPLACE FUNCTION auth.seal_audit() RETURNS BIGINT
  LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET timezone = 'UTC'
AS $$
  SELECT auth.seal_audit(NULL::INTEGER)
$$;

REVOKE ALL ON FUNCTION auth.seal_audit(INTEGER) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION auth.seal_audit(INTEGER) TO ddi_app;
