-- What the clients look at, so that a change that one has made appears with the others within moments.
--
-- A transaction that changes a subject adds one row that names it, and rows only ever come. A counter that every
-- transaction moved would make them wait for one another until they commit; a sequence would be seen to have
-- moved before the change is. Who has looked under a snapshot finds later what was committed since: rows that it
-- could not see, whatever order transactions end in.
--
-- The notification says nothing but "look": whoever has the program's login may listen to it. What changed is told to
-- who is signed in, and it is a word.

CREATE TABLE auth.changes (
  xid XID8 NOT NULL DEFAULT pg_current_xact_id(),
  subject TEXT NOT NULL,
  session_id BIGINT,                              -- whose change it is; NULL: the owner's
  at TIMESTAMPTZ NOT NULL DEFAULT now(),
  PRIMARY KEY (xid, subject)
);
ALTER TABLE auth.changes ENABLE ROW LEVEL SECURITY;
CREATE POLICY nobody ON auth.changes TO ddi_app USING (false);

-- A statement that changed nothing tells nothing. The first of a transaction tells for the others.
CREATE FUNCTION auth.note_change() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET timezone = 'UTC'
AS $$
DECLARE
  changed_subject CONSTANT TEXT := TG_ARGV[0];
  me CONSTANT XID8 := pg_current_xact_id();
BEGIN
  IF TG_OP <> 'TRUNCATE' THEN
    IF NOT EXISTS (SELECT FROM touched) THEN
      RETURN NULL;
    END IF;
  END IF;
  IF NOT EXISTS (SELECT FROM auth.changes c WHERE c.xid = me AND c.subject = changed_subject) THEN
    INSERT INTO auth.changes (xid, subject, session_id) VALUES (me, changed_subject, auth.session_id());
  END IF;
  RETURN NULL;
END
$$;

-- At the commit, and not where another transaction that is committing tells already: who notifies commits alone, for
-- as long as the disk takes. Listeners look a moment after they have heard, and once more.
CREATE FUNCTION auth.tell_change() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET timezone = 'UTC'
AS $$
BEGIN
  IF pg_try_advisory_xact_lock(hashtext('ddi.changes')) THEN
    PERFORM pg_notify('ddi_changes', '');
  END IF;
  RETURN NULL;
END
$$;
CREATE CONSTRAINT TRIGGER changes_tell AFTER INSERT ON auth.changes DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION auth.tell_change();

DO $$
DECLARE
  relation TEXT;
  about TEXT;
BEGIN
  FOR relation, about IN
    SELECT * FROM (VALUES
      ('districts', 'stores'), ('stores', 'stores'), ('store_members', 'stores'), ('users', 'stores'),
      ('products', 'products'), ('product_aliases', 'products'), ('product_prices', 'products'),
      ('product_offers', 'products'),
      ('daily_production', 'production'), ('daily_sales', 'sales'), ('daily_waste', 'waste'), ('waste_goals', 'waste'),
      ('forecasts', 'forecasts'), ('forecast_comments', 'forecasts'), ('order_dispatches', 'forecasts'),
      ('calendar_events', 'events'), ('store_days', 'days'), ('settings', 'settings')) v
  LOOP
    EXECUTE format('CREATE TRIGGER %1$s_change_insert AFTER INSERT ON %1$I REFERENCING NEW TABLE AS touched '
                   'FOR EACH STATEMENT EXECUTE FUNCTION auth.note_change(%2$L)', relation, about);
    EXECUTE format('CREATE TRIGGER %1$s_change_update AFTER UPDATE ON %1$I REFERENCING NEW TABLE AS touched '
                   'FOR EACH STATEMENT EXECUTE FUNCTION auth.note_change(%2$L)', relation, about);
    EXECUTE format('CREATE TRIGGER %1$s_change_delete AFTER DELETE ON %1$I REFERENCING OLD TABLE AS touched '
                   'FOR EACH STATEMENT EXECUTE FUNCTION auth.note_change(%2$L)', relation, about);
    EXECUTE format('CREATE TRIGGER %1$s_change_truncate AFTER TRUNCATE ON %1$I '
                   'FOR EACH STATEMENT EXECUTE FUNCTION auth.note_change(%2$L)', relation, about);
  END LOOP;
END
$$;

-- The subjects that others have changed since the snapshot @since, and the snapshot to ask with next time. NULL asks
-- for the snapshot alone. A snapshot of another server's time, as after a restore, says nothing: then it is everything.
CREATE FUNCTION auth.changes_since(since TEXT) RETURNS TABLE (snapshot TEXT, subjects TEXT[])
  LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET timezone = 'UTC'
AS $$
DECLARE
  present CONSTANT PG_SNAPSHOT := pg_current_snapshot();
  past CONSTANT PG_SNAPSHOT := since::pg_snapshot;
  me CONSTANT BIGINT := auth.session_id();
BEGIN
  IF auth.user_id() IS NULL THEN
    RETURN;
  END IF;
  snapshot := present::text;
  IF past IS NULL THEN
    subjects := '{}';
  ELSIF pg_snapshot_xmin(past) > pg_snapshot_xmin(present) OR pg_snapshot_xmax(past) > pg_snapshot_xmax(present) THEN
    subjects := '{stores,products,production,sales,waste,forecasts,events,days,settings}';
  ELSE
    SELECT coalesce(array_agg(DISTINCT c.subject), '{}') INTO subjects
    FROM auth.changes c
    WHERE c.xid >= pg_snapshot_xmin(past) AND NOT pg_visible_in_snapshot(c.xid, past)
      AND c.session_id IS DISTINCT FROM me;
  END IF;
  RETURN NEXT;
END
$$;

-- Nobody looks back further than a program that slept: a run of the forecast, which comes every day, clears up.
CREATE FUNCTION auth.forget_changes() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET timezone = 'UTC'
AS $$
BEGIN
  DELETE FROM auth.changes c USING (SELECT o.xid, o.subject FROM auth.changes o WHERE o.at < now() - interval '2 days'
                                    FOR UPDATE SKIP LOCKED) past
    WHERE c.xid = past.xid AND c.subject = past.subject;
  RETURN NULL;
END
$$;
CREATE TRIGGER forecast_runs_forget_changes AFTER INSERT ON forecast_runs
  FOR EACH STATEMENT EXECUTE FUNCTION auth.forget_changes();

REVOKE ALL ON FUNCTION auth.note_change(), auth.tell_change(), auth.changes_since(TEXT), auth.forget_changes() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION auth.changes_since(TEXT) TO ddi_app;
