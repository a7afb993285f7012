-- The log is append-only and its entries are chained, so that whoever changes it afterwards, the owner
-- included, is convicted by who has written down an earlier head.
--
-- A chain in the transaction of each entry would let one writer at a time work. It is made afterwards
-- instead, in the order of the ids, up to where nobody can write any more: an id is taken by a transaction
-- that has a number already, and when all the numbers before the sealer's own have ended, so have all that
-- could have taken an id before it looked.

ALTER TABLE audit_logs
  ALTER COLUMN id SET DEFAULT CASE WHEN pg_current_xact_id() IS NOT NULL THEN nextval('audit_logs_id_seq') END;

CREATE TABLE auth.audit_chain (
  n BIGINT PRIMARY KEY,                 -- from 1, without gaps
  id INTEGER NOT NULL UNIQUE,           -- of the entry
  user_id INTEGER,                      -- as it was: the entry forgets who is deleted
  hash BYTEA NOT NULL
);
-- What retention removed: the chain goes on from the last of them.
CREATE TABLE auth.audit_checkpoints (
  n BIGINT PRIMARY KEY,
  id INTEGER NOT NULL,
  hash BYTEA NOT NULL,
  entries BIGINT NOT NULL,
  made_at TIMESTAMPTZ NOT NULL DEFAULT now(),
  signature BYTEA NOT NULL
);
-- One row: how far the log is sealed, and how far it can be once every transaction before a number has ended.
CREATE TABLE auth.audit_state (
  one BOOLEAN PRIMARY KEY DEFAULT true CHECK (one),
  n BIGINT NOT NULL DEFAULT 0,
  sealed_to INTEGER NOT NULL DEFAULT 0,
  hash BYTEA NOT NULL DEFAULT sha256('ddi audit'),
  next_to INTEGER,
  next_xid XID8
);
INSERT INTO auth.audit_state DEFAULT VALUES;
ALTER TABLE auth.audit_chain ENABLE ROW LEVEL SECURITY;
ALTER TABLE auth.audit_checkpoints ENABLE ROW LEVEL SECURITY;
ALTER TABLE auth.audit_state ENABLE ROW LEVEL SECURITY;
CREATE POLICY nobody ON auth.audit_chain TO ddi_app USING (false);
CREATE POLICY nobody ON auth.audit_checkpoints TO ddi_app USING (false);
CREATE POLICY nobody ON auth.audit_state TO ddi_app USING (false);
INSERT INTO auth.secrets (name, value) VALUES ('audit', auth.random_bytes());

-- The days and numbers as text that no setting changes; JSONB writes itself in one way only.
CREATE FUNCTION auth.audit_hash(before BYTEA, entry public.audit_logs, person INTEGER) RETURNS BYTEA
  LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp SET timezone = 'UTC'
AS $$
  SELECT sha256(before || convert_to(jsonb_build_array(
    entry.id, person, entry.action, entry.details, entry.ip_address, entry.user_agent,
    to_char(entry.created_at, 'YYYY-MM-DD"T"HH24:MI:SS.US'))::text, 'UTF8'))
$$;

-- Keyed twice, as HMAC is, so that nothing can be appended to what was signed.
CREATE FUNCTION auth.sign_checkpoint(n BIGINT, id INTEGER, hash BYTEA, entries BIGINT) RETURNS BYTEA
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET timezone = 'UTC'
AS $$
  SELECT sha256(s.value || sha256(s.value || convert_to(
           format('%s %s %s %s', n, id, encode(hash, 'hex'), entries), 'UTF8')))
  FROM auth.secrets s WHERE s.name = 'audit'
$$;

-- Nobody changes an entry. It forgets who was deleted, and goes where a checkpoint stands for it.
CREATE FUNCTION auth.keep_audit() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET timezone = 'UTC'
AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND NEW.user_id IS NULL
     AND to_jsonb(NEW) - 'user_id' = to_jsonb(OLD) - 'user_id'
     AND NOT EXISTS (SELECT FROM public.users u WHERE u.id = OLD.user_id) THEN
    RETURN NEW;
  END IF;
  IF TG_OP = 'DELETE' AND EXISTS (SELECT FROM auth.audit_checkpoints c WHERE c.id >= OLD.id) THEN
    RETURN OLD;
  END IF;
  RAISE EXCEPTION 'the log is only added to' USING ERRCODE = 'insufficient_privilege';
END
$$;
CREATE TRIGGER audit_logs_keep BEFORE UPDATE OR DELETE ON audit_logs
  FOR EACH ROW EXECUTE FUNCTION auth.keep_audit();
CREATE TRIGGER audit_logs_keep_all BEFORE TRUNCATE ON audit_logs
  FOR EACH STATEMENT EXECUTE FUNCTION auth.keep_audit();

-- Seals what can be sealed; how many entries that were. In a transaction that has written before, or that
-- sees an old snapshot, it cannot tell how far it may look and only does what an earlier call prepared.
CREATE FUNCTION auth.seal_audit() RETURNS BIGINT
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
    FOR entry IN SELECT a.* FROM public.audit_logs a WHERE a.id > state.sealed_to AND a.id <= bound ORDER BY a.id LOOP
      state.n := state.n + 1;
      state.hash := auth.audit_hash(state.hash, entry, entry.user_id);
      INSERT INTO auth.audit_chain (n, id, user_id, hash) VALUES (state.n, entry.id, entry.user_id, state.hash);
      sealed := sealed + 1;
    END LOOP;
    state.sealed_to := bound;
  END IF;
  -- What waits already is not put off, or a busy database would never be sealed.
  IF fresh AND (state.next_xid IS NULL OR bound IS NOT NULL) THEN
    state.next_to := last_id;
    state.next_xid := mine;
  END IF;
  UPDATE auth.audit_state s SET n = state.n, sealed_to = state.sealed_to, hash = state.hash, next_to = state.next_to,
                                next_xid = state.next_xid;
  RETURN sealed;
END
$$;

-- The head: to be written down outside this database.
CREATE FUNCTION auth.audit_head()
  RETURNS TABLE (entries BIGINT, last_id INTEGER, hash TEXT, waiting BIGINT)
  LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET timezone = 'UTC'
AS $$
BEGIN
  PERFORM auth.require_administrator();
  RETURN QUERY SELECT s.n, s.sealed_to, encode(s.hash, 'hex'),
                      (SELECT count(*) FROM public.audit_logs a WHERE a.id > s.sealed_to)
               FROM auth.audit_state s;
END
$$;

-- The first entry where the chain breaks and why: altered, removed, inserted, or checkpoint where what
-- retention left is not what it signed, and head where the end is not the one that was reached. No row:
-- it holds.
CREATE FUNCTION auth.find_audit_break() RETURNS TABLE (entry INTEGER, problem TEXT)
  LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET timezone = 'UTC'
AS $$
#variable_conflict use_column
DECLARE
  state auth.audit_state%ROWTYPE;
  start auth.audit_checkpoints%ROWTYPE;
  link RECORD;
  reached BYTEA := sha256('ddi audit');
  n BIGINT := 0;
BEGIN
  SELECT s.* INTO state FROM auth.audit_state s;
  SELECT c.* INTO start FROM auth.audit_checkpoints c ORDER BY c.n DESC LIMIT 1;
  IF FOUND THEN
    IF start.signature <> auth.sign_checkpoint(start.n, start.id, start.hash, start.entries) THEN
      RETURN QUERY SELECT start.id, 'checkpoint';
      RETURN;
    END IF;
    n := start.n;
    reached := start.hash;
  END IF;
  FOR link IN
    SELECT coalesce(c.id, a.id) AS id, c.id IS NOT NULL AS chained, c.n, c.user_id, c.hash, a AS found, a.id IS NOT NULL AS present,
           a.user_id IS NOT DISTINCT FROM c.user_id
             OR (a.user_id IS NULL AND NOT EXISTS (SELECT FROM public.users u WHERE u.id = c.user_id)) AS same_user
    FROM auth.audit_chain c
    FULL JOIN public.audit_logs a ON a.id = c.id
    WHERE c.id IS NOT NULL OR a.id <= state.sealed_to
    ORDER BY 1
  LOOP
    n := n + 1;
    problem := CASE WHEN NOT link.chained THEN 'inserted' WHEN NOT link.present OR link.n <> n THEN 'removed'
                    WHEN NOT link.same_user OR link.hash <> auth.audit_hash(reached, link.found, link.user_id) THEN 'altered' END;
    IF problem IS NOT NULL THEN
      entry := link.id;
      RETURN NEXT;
      RETURN;
    END IF;
    reached := link.hash;
  END LOOP;
  IF n <> state.n OR reached <> state.hash THEN
    RETURN QUERY SELECT state.sealed_to, 'head';
  END IF;
END
$$;

CREATE FUNCTION auth.verify_audit() RETURNS TABLE (entry INTEGER, problem TEXT)
  LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET timezone = 'UTC'
AS $$
BEGIN
  PERFORM auth.require_administrator();
  RETURN QUERY SELECT * FROM auth.find_audit_break();
END
$$;

-- Removes the sealed entries before a day (UTC), oldest first up to the first that is younger, and says so
-- in the log; how many. Not where the chain does not hold: what convicts is kept.
CREATE FUNCTION auth.retain_audit(before TEXT) RETURNS BIGINT
  LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET timezone = 'UTC'
AS $$
DECLARE
  me CONSTANT INTEGER := auth.require_administrator();
  day CONSTANT DATE := before::date;
  last auth.audit_chain%ROWTYPE;
  removed BIGINT;
  signature BYTEA;
BEGIN
  IF day IS NULL OR day > current_date THEN
    RAISE EXCEPTION 'this is no day of the past' USING ERRCODE = 'invalid_parameter_value';
  END IF;
  PERFORM pg_advisory_xact_lock(hashtextextended('ddi.audit', 0));
  IF EXISTS (SELECT FROM auth.find_audit_break()) THEN
    RAISE EXCEPTION 'the chain of the log is broken' USING ERRCODE = 'data_exception';
  END IF;
  SELECT c.* INTO last FROM auth.audit_chain c
    WHERE c.id < coalesce((SELECT min(a.id) FROM public.audit_logs a WHERE a.created_at >= day OR a.created_at IS NULL),
                          2147483647)
    ORDER BY c.n DESC LIMIT 1;
  IF last.n IS NULL THEN
    RETURN 0;
  END IF;
  SELECT count(*) INTO removed FROM auth.audit_chain c WHERE c.n <= last.n;
  signature := auth.sign_checkpoint(last.n, last.id, last.hash, removed);
  INSERT INTO auth.audit_checkpoints (n, id, hash, entries, signature)
    VALUES (last.n, last.id, last.hash, removed, signature);
  DELETE FROM public.audit_logs a WHERE a.id <= last.id;
  DELETE FROM auth.audit_chain c WHERE c.n <= last.n;
  PERFORM auth.log(me, 'AUDIT_RETAINED', jsonb_build_object('before', day, 'entries', removed, 'last_id', last.id,
                   'last_hash', encode(last.hash, 'hex'), 'signature', encode(signature, 'hex')));
  RETURN removed;
END
$$;

REVOKE ALL ON ALL FUNCTIONS IN SCHEMA auth FROM PUBLIC;
GRANT EXECUTE ON FUNCTION auth.seal_audit(), auth.audit_head(), auth.verify_audit(), auth.retain_audit(TEXT) TO ddi_app;
