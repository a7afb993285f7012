-- Figures and decisions changed by hand are logged as other edits are, one entry a row with what it was and is.
-- What an import, its undo or a run of the engine writes is one entry, made when its transaction ends, with
-- the number of rows, their sums and their digest: what it added stands in the table, and what it changed
-- in import_changes or forecast_history. A change that is not found there is a change by hand, whatever
-- batch it names; and whoever takes something out of import_changes has it written out.
--
-- The digest: of each row the columns below as text, of each shop the SHA-256 of its rows a line each in the
-- order of day and product, and of all the SHA-256 of those in the order of the shops' ids.

-- What the transaction under way has done to a batch or a run; the first row says what it is. Empty outside.
CREATE TABLE auth.audit_parts (
  id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  action TEXT NOT NULL,                 -- IMPORT, IMPORT_UNDONE or FORECAST_RUN
  subject INTEGER NOT NULL,             -- batch or run
  person INTEGER,
  is_change BOOLEAN NOT NULL,
  details JSONB NOT NULL
);
ALTER TABLE auth.audit_parts ENABLE ROW LEVEL SECURITY;
CREATE POLICY nobody ON auth.audit_parts TO ddi_app USING (false);

CREATE FUNCTION auth.add_part(action TEXT, subject INTEGER, is_change BOOLEAN, details JSONB) RETURNS VOID
  LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET timezone = 'UTC'
AS $$
  INSERT INTO auth.audit_parts (action, subject, person, is_change, details)
  VALUES (action, subject, auth.user_id(), is_change, details)
$$;

CREATE FUNCTION auth.own_subjects(wanted TEXT) RETURNS INTEGER[]
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET timezone = 'UTC'
AS $$
  SELECT coalesce(array_agg(p.subject), '{}') FROM auth.audit_parts p WHERE p.action = wanted AND NOT p.is_change
$$;

CREATE FUNCTION auth.begin_batch() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET timezone = 'UTC'
AS $$
BEGIN
  PERFORM auth.add_part(CASE TG_OP WHEN 'INSERT' THEN 'IMPORT' ELSE 'IMPORT_UNDONE' END, NEW.id, false,
                        jsonb_build_object('batch', NEW.id, 'kind', NEW.kind, 'source', NEW.source_name, 'file_digest', NEW.digest));
  RETURN NULL;
END
$$;
CREATE TRIGGER import_batches_log_begin AFTER INSERT ON import_batches
  FOR EACH ROW EXECUTE FUNCTION auth.begin_batch();
CREATE TRIGGER import_batches_log_undo AFTER UPDATE OF undone_at ON import_batches
  FOR EACH ROW WHEN (OLD.undone_at IS NULL AND NEW.undone_at IS NOT NULL) EXECUTE FUNCTION auth.begin_batch();

CREATE FUNCTION auth.begin_run() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET timezone = 'UTC'
AS $$
BEGIN
  PERFORM auth.add_part('FORECAST_RUN', NEW.id, false,
                        jsonb_build_object('run', NEW.id, 'origin', NEW.origin, 'horizon', NEW.horizon, 'series', NEW.n_series));
  RETURN NULL;
END
$$;
CREATE TRIGGER forecast_runs_log_begin AFTER INSERT ON forecast_runs
  FOR EACH ROW EXECUTE FUNCTION auth.begin_run();

-- When the transaction ends, or as soon as somebody asks for its constraints: what comes later is by hand.
-- A file that told nothing new is no batch, and no entry.
CREATE FUNCTION auth.end_batch() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET timezone = 'UTC'
AS $$
DECLARE
  person INTEGER;
  head JSONB;
  changes JSONB;
BEGIN
  WITH gone AS (
    DELETE FROM auth.audit_parts p WHERE p.action = NEW.action AND p.subject = NEW.subject RETURNING p.*
  )
  SELECT min(g.person), (array_agg(g.details ORDER BY g.id) FILTER (WHERE NOT g.is_change))[1],
         jsonb_agg(g.details ORDER BY g.id) FILTER (WHERE g.is_change)
    INTO person, head, changes FROM gone g;
  IF changes IS NOT NULL OR (head IS NOT NULL AND (NEW.action <> 'IMPORT'
                             OR EXISTS (SELECT FROM public.import_batches b WHERE b.id = NEW.subject))) THEN
    PERFORM auth.log(person, NEW.action, coalesce(head, '{}') || jsonb_build_object('changes', coalesce(changes, '[]')));
  END IF;
  RETURN NULL;
END
$$;
CREATE CONSTRAINT TRIGGER audit_parts_end AFTER INSERT ON auth.audit_parts DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION auth.end_batch();

-- One row, as it was (NULL: it was not there) and as it is (NULL: it is gone).
CREATE FUNCTION auth.log_change(relation TEXT, before JSONB, after JSONB) RETURNS VOID
  LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET timezone = 'UTC'
AS $$
  SELECT auth.log(auth.user_id(),
                  CASE WHEN before IS NULL THEN 'ROW_ADDED' WHEN after IS NULL THEN 'ROW_REMOVED' ELSE 'ROW_CHANGED' END,
                  jsonb_build_object('table', relation) ||
                  CASE WHEN before IS NULL THEN '{}' ELSE jsonb_build_object('old', before) END ||
                  CASE WHEN after IS NULL THEN '{}' ELSE jsonb_build_object('new', after) END)
$$;

-- One function a table of figures, with its columns written out: {columns} make the digest, {order} the order
-- of a shop's rows in it, {key} tells a row and {kept} the same in import_changes. The plan of a statement
-- may have been made for one edited row: without nested loops it serves a million imported ones too.
DO $migration$
DECLARE
  summary CONSTANT TEXT := $text$
    SELECT s.batch, jsonb_build_object('rows', sum(s.rows), 'sums', jsonb_build_object({totals}),
                                       'digest', encode(sha256(string_agg(s.digest, '' ORDER BY s.store_id)), 'hex')) AS told
    FROM (SELECT a.batch, a.store_id, count(*) AS rows, {sums},
                 sha256(convert_to(string_agg(ROW({columns})::text, E'\n' ORDER BY {order}), 'UTF8')) AS digest
          FROM ({source}) a GROUP BY a.batch, a.store_id) s
    GROUP BY s.batch$text$;
  program CONSTANT TEXT := $function$
CREATE FUNCTION auth.log_{table}() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' SET datestyle = 'ISO' SET enable_nestloop = off
AS $$
DECLARE
  passing CONSTANT TEXT[] := '{row_version,updated_at}';
  many CONSTANT INTEGER := 50;
  made CONSTANT INTEGER[] := auth.own_subjects('IMPORT');
  undone CONSTANT INTEGER[] := auth.own_subjects('IMPORT_UNDONE');
  total BIGINT;
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF made <> '{}' THEN
      PERFORM auth.add_part('IMPORT', p.batch, true, jsonb_build_object('table', '{table}', 'verb', 'added') || p.told)
      FROM ({summary_added}) p;
    END IF;
    SELECT count(*) INTO total FROM added a WHERE (a.import_batch_id = ANY (made)) IS NOT TRUE;
    IF total > many THEN
      PERFORM auth.log(auth.user_id(), 'ROWS_ADDED', jsonb_build_object('table', '{table}') || p.told)
      FROM ({summary_many}) p;
    ELSE
      PERFORM auth.log_change('{table}', NULL, to_jsonb(a)) FROM added a WHERE (a.import_batch_id = ANY (made)) IS NOT TRUE;
    END IF;

  ELSIF TG_OP = 'DELETE' THEN
    IF undone <> '{}' THEN
      PERFORM auth.add_part('IMPORT_UNDONE', p.batch, true, jsonb_build_object('table', '{table}', 'verb', 'removed') || p.told)
      FROM ({summary_removed}) p;
    END IF;
    PERFORM auth.log_change('{table}', to_jsonb(r), NULL) FROM removed r WHERE (r.import_batch_id = ANY (undone)) IS NOT TRUE;

  ELSIF made = '{}' AND undone = '{}' THEN
    PERFORM auth.log_change('{table}', r.row, a.row)
    FROM (SELECT {key}, to_jsonb(x) AS row FROM removed x) r
    FULL JOIN (SELECT {key}, to_jsonb(x) AS row FROM added x) a USING ({key})
    WHERE r.row IS DISTINCT FROM a.row;

  ELSE
    WITH kept AS (
      SELECT DISTINCT ON (k.batch_id, {kept_key}) k.batch_id, {kept_key}, k.before - passing AS row
      FROM (SELECT c.batch_id, {kept}, c.before FROM public.import_changes c
            WHERE c.batch_id = ANY (made || undone) AND c.table_name = '{table}') k
      ORDER BY k.batch_id, {kept_key}
    ), side AS (
      SELECT {key}, r.row AS before, a.row AS after,
             CASE WHEN a.batch = ANY (made) THEN a.batch ELSE r.batch END AS batch_id, a.batch = ANY (made) AS importing
      FROM (SELECT {key}, x.import_batch_id AS batch, to_jsonb(x) AS row FROM removed x) r
      FULL JOIN (SELECT {key}, x.import_batch_id AS batch, to_jsonb(x) AS row FROM added x) a USING ({key})
    ), pair AS MATERIALIZED (
      SELECT s.*, CASE WHEN k.row IS NULL THEN NULL
                       WHEN s.importing AND k.row = s.before - passing THEN 'IMPORT'
                       WHEN s.batch_id = ANY (undone) AND k.row = s.after - passing THEN 'IMPORT_UNDONE' END AS action
      FROM side s LEFT JOIN kept k USING (batch_id, {key})
    ), part AS (
      SELECT auth.add_part('IMPORT', p.batch, true, jsonb_build_object('table', '{table}', 'verb', 'changed') || p.told) AS done
      FROM ({summary_changed}) p
    ), undo AS (
      SELECT auth.add_part('IMPORT_UNDONE', p.batch, true, jsonb_build_object('table', '{table}', 'verb', 'restored') || p.told) AS done
      FROM ({summary_restored}) p
    ), hand AS (
      SELECT auth.log_change('{table}', p.before, p.after) AS done
      FROM pair p WHERE p.action IS NULL AND p.before IS DISTINCT FROM p.after
    )
    SELECT (SELECT count(done) FROM part) + (SELECT count(done) FROM undo) + (SELECT count(done) FROM hand) INTO total;
  END IF;
  RETURN NULL;
END
$$;
CREATE TRIGGER {table}_log_insert AFTER INSERT ON public.{table} REFERENCING NEW TABLE AS added
  FOR EACH STATEMENT EXECUTE FUNCTION auth.log_{table}();
CREATE TRIGGER {table}_log_update AFTER UPDATE ON public.{table} REFERENCING OLD TABLE AS removed NEW TABLE AS added
  FOR EACH STATEMENT EXECUTE FUNCTION auth.log_{table}();
CREATE TRIGGER {table}_log_delete AFTER DELETE ON public.{table} REFERENCING OLD TABLE AS removed
  FOR EACH STATEMENT EXECUTE FUNCTION auth.log_{table}()$function$;
  sources CONSTANT TEXT[][] := ARRAY[
    ['{summary_added}', 'SELECT x.import_batch_id AS batch, x.* FROM added x WHERE x.import_batch_id = ANY (made)'],
    ['{summary_many}', 'SELECT 0 AS batch, x.* FROM added x WHERE (x.import_batch_id = ANY (made)) IS NOT TRUE'],
    ['{summary_removed}', 'SELECT x.import_batch_id AS batch, x.* FROM removed x WHERE x.import_batch_id = ANY (undone)'],
    ['{summary_changed}', 'SELECT p.batch_id AS batch, x.* FROM pair p JOIN added x USING ({key}) WHERE p.action = ''IMPORT'''],
    ['{summary_restored}', 'SELECT p.batch_id AS batch, x.* FROM pair p JOIN added x USING ({key}) WHERE p.action = ''IMPORT_UNDONE''']];
  relation RECORD;
  text TEXT;
BEGIN
  FOR relation IN
    SELECT * FROM (VALUES
      ('daily_sales', '{id}'::TEXT[], '{store_id,date,product_id,quantity_sold,revenue,source,notes}'::TEXT[],
       '{quantity_sold,revenue}'::TEXT[]),
      ('daily_waste', '{id}', '{store_id,date,product_id,quantity_wasted,reason,cost}', '{quantity_wasted,cost}'),
      ('daily_production', '{id}', '{store_id,date,product_id,quantity_produced,sold_out_at}', '{quantity_produced}'),
      ('store_days', '{store_id,date}', '{store_id,date,state,closed_at,typed_bought,typed_sold,note}',
       '{typed_bought,typed_sold}')) t (name, keys, columns, summed)
  LOOP
    text := program;
    FOR i IN 1 .. array_length(sources, 1) LOOP
      text := replace(text, sources[i][1], replace(summary, '{source}', sources[i][2]));
    END LOOP;
    text := replace(text, '{table}', relation.name);
    text := replace(text, '{key}', array_to_string(relation.keys, ', '));
    text := replace(text, '{kept_key}', 'k.' || array_to_string(relation.keys, ', k.'));
    text := replace(text, '{kept}', CASE relation.keys WHEN '{id}' THEN 'c.row_id AS id'
                    ELSE '(c.before ->> ''store_id'')::integer AS store_id, (c.before ->> ''date'')::date AS date' END);
    text := replace(text, '{columns}', 'a.' || array_to_string(relation.columns, ', a.'));
    text := replace(text, '{order}', CASE WHEN 'product_id' = ANY (relation.columns) THEN 'a.date, a.product_id' ELSE 'a.date' END);
    text := replace(text, '{sums}', (SELECT string_agg(format('sum(a.%1$I) AS %1$I', c), ', ') FROM unnest(relation.summed) c));
    text := replace(text, '{totals}', (SELECT string_agg(format('%1$L, sum(s.%1$I)', c), ', ') FROM unnest(relation.summed) c));
    EXECUTE text;
  END LOOP;
END
$migration$;

-- Decisions. Of a row that changes, what tells it and what is decided on it are logged, and what else changed;
-- not what was sold meanwhile, which the tables of figures log. Proposals that a run writes, and those that it
-- puts into the history, are the run's.
CREATE FUNCTION auth.log_forecasts() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' SET datestyle = 'ISO' SET enable_nestloop = off
AS $$
DECLARE
  told CONSTANT TEXT[] := '{id,store_id,forecast_date,product_id,product_name,status,predicted_demand,order_quantity,'
                          'approved_quantity,decided_by,decided_at,decision_reason}';
  passing CONSTANT TEXT[] := '{actual_demand,actual_censored}';
  runs CONSTANT INTEGER[] := auth.own_subjects('FORECAST_RUN');
  total BIGINT;
BEGIN
  IF TG_OP = 'INSERT' THEN
    PERFORM auth.add_part('FORECAST_RUN', p.run_id, true, jsonb_build_object('table', 'forecasts', 'verb', 'added') || p.told)
    FROM (SELECT s.run_id, jsonb_build_object('rows', sum(s.rows), 'sums', jsonb_build_object('predicted_demand', sum(s.predicted),
                           'order_quantity', sum(s.ordered)),
                           'digest', encode(sha256(string_agg(s.digest, '' ORDER BY s.store_id)), 'hex')) AS told
          FROM (SELECT a.run_id, a.store_id, count(*) AS rows, sum(a.predicted_demand) AS predicted, sum(a.order_quantity) AS ordered,
                       sha256(convert_to(string_agg(ROW(a.store_id, a.forecast_date, a.product_id, a.predicted_demand, a.lower_bound,
                                                        a.upper_bound, a.order_quantity)::text, E'\n'
                                                    ORDER BY a.forecast_date, a.product_id), 'UTF8')) AS digest
                FROM added a WHERE a.run_id = ANY (runs) AND a.status = 'pending' GROUP BY a.run_id, a.store_id) s
          GROUP BY s.run_id) p;
    PERFORM auth.log_change('forecasts', NULL, to_jsonb(a))
    FROM added a WHERE (a.run_id = ANY (runs) AND a.status = 'pending') IS NOT TRUE;

  ELSIF TG_OP = 'DELETE' THEN
    WITH kept AS MATERIALIZED (
      SELECT h.id, to_jsonb(h) - 'superseded_at' AS row FROM public.forecast_history h
      WHERE runs <> '{}' AND h.id = ANY (ARRAY(SELECT r.id FROM removed r WHERE r.status = 'pending'))
    ), pair AS MATERIALIZED (
      SELECT r.store_id, r.forecast_date, r.product_id, r.predicted_demand, r.lower_bound, r.upper_bound, r.order_quantity,
             to_jsonb(r) AS row, k.row = to_jsonb(r) AS is_run
      FROM removed r LEFT JOIN kept k USING (id)
    ), part AS (
      SELECT auth.add_part('FORECAST_RUN', runs[1], true, jsonb_build_object('table', 'forecasts', 'verb', 'replaced',
               'rows', sum(s.rows), 'sums', jsonb_build_object('predicted_demand', sum(s.predicted), 'order_quantity', sum(s.ordered)),
               'digest', encode(sha256(string_agg(s.digest, '' ORDER BY s.store_id)), 'hex'))) AS done
      FROM (SELECT p.store_id, count(*) AS rows, sum(p.predicted_demand) AS predicted, sum(p.order_quantity) AS ordered,
                   sha256(convert_to(string_agg(ROW(p.store_id, p.forecast_date, p.product_id, p.predicted_demand, p.lower_bound,
                                                    p.upper_bound, p.order_quantity)::text, E'\n'
                                                ORDER BY p.forecast_date, p.product_id), 'UTF8')) AS digest
            FROM pair p WHERE p.is_run GROUP BY p.store_id) s
      HAVING count(*) > 0
    ), hand AS (
      SELECT auth.log_change('forecasts', p.row, NULL) AS done FROM pair p WHERE p.is_run IS NOT TRUE
    )
    SELECT (SELECT count(done) FROM part) + (SELECT count(done) FROM hand) INTO total;

  ELSE
    PERFORM auth.log_change('forecasts', c.before, c.after)
    FROM (SELECT (SELECT jsonb_object_agg(e.key, e.value) FROM jsonb_each(r.row) e
                  WHERE e.key = ANY (told) OR e.value IS DISTINCT FROM a.row -> e.key) AS before,
                 (SELECT jsonb_object_agg(e.key, e.value) FROM jsonb_each(a.row) e
                  WHERE e.key = ANY (told) OR e.value IS DISTINCT FROM r.row -> e.key) AS after
          FROM (SELECT id, to_jsonb(x) - passing AS row FROM removed x) r
          FULL JOIN (SELECT id, to_jsonb(x) - passing AS row FROM added x) a USING (id)
          WHERE r.row IS DISTINCT FROM a.row) c;
  END IF;
  RETURN NULL;
END
$$;
CREATE TRIGGER forecasts_log_insert AFTER INSERT ON forecasts REFERENCING NEW TABLE AS added
  FOR EACH STATEMENT EXECUTE FUNCTION auth.log_forecasts();
CREATE TRIGGER forecasts_log_update AFTER UPDATE ON forecasts REFERENCING OLD TABLE AS removed NEW TABLE AS added
  FOR EACH STATEMENT EXECUTE FUNCTION auth.log_forecasts();
CREATE TRIGGER forecasts_log_delete AFTER DELETE ON forecasts REFERENCING OLD TABLE AS removed
  FOR EACH STATEMENT EXECUTE FUNCTION auth.log_forecasts();

-- What entries rely on is only added to by the program.
CREATE TRIGGER import_changes_log_update AFTER UPDATE ON import_changes REFERENCING OLD TABLE AS removed NEW TABLE AS added
  FOR EACH STATEMENT EXECUTE FUNCTION auth.log_edits('id');
CREATE TRIGGER import_changes_log_delete AFTER DELETE ON import_changes REFERENCING OLD TABLE AS removed
  FOR EACH STATEMENT EXECUTE FUNCTION auth.log_edits('id');

REVOKE ALL ON ALL FUNCTIONS IN SCHEMA auth FROM PUBLIC;
