-- How rows move to the archive and back, and what an edit of a day that is archived is told.

-- ---- one place for each figure ----

-- A figure of a shop, day and product stands in the live table or in the archive. What is entered or imported for one
-- that is archived is refused, once a statement. Whoever waited for a move to commit sees it here.
CREATE FUNCTION refuse_archived() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp SET datestyle = 'ISO'
AS $$
DECLARE
  last DATE;
  shop TEXT;
  day DATE;
BEGIN
  SELECT s.last_date INTO last FROM auth.archive_spans s WHERE s.relation = TG_TABLE_NAME;
  IF last IS NULL THEN
    RETURN NULL;
  END IF;
  -- EXECUTE: a plan that was made for one edited row would be kept for a million imported ones.
  EXECUTE format('SELECT s.name, a.date FROM added a JOIN %I r ON r.store_id = a.store_id AND r.date = a.date AND r.product_id = a.product_id
                  JOIN stores s ON s.id = a.store_id WHERE a.date <= $1 ORDER BY a.date LIMIT 1', TG_TABLE_NAME || '_archive')
    INTO shop, day USING last;
  IF day IS NOT NULL THEN
    RAISE EXCEPTION '%, %', shop, day USING ERRCODE = 'DD003';
  END IF;
  RETURN NULL;
END
$$;
REVOKE EXECUTE ON FUNCTION refuse_archived() FROM PUBLIC;

CREATE FUNCTION note_archived() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
AS $$
DECLARE
  kind CONSTANT TEXT := left(TG_TABLE_NAME, -length('_archive'));
  last CONSTANT DATE := (SELECT max(a.date) FROM added a);
BEGIN
  IF last IS NOT NULL THEN
    INSERT INTO auth.archive_spans AS s (relation, last_date) VALUES (kind, last)
      ON CONFLICT (relation) DO UPDATE SET last_date = excluded.last_date WHERE s.last_date < excluded.last_date;
  END IF;
  RETURN NULL;
END
$$;
REVOKE EXECUTE ON FUNCTION note_archived() FROM PUBLIC;
DO $$
DECLARE
  relation TEXT;
BEGIN
  FOREACH relation IN ARRAY ARRAY['daily_sales', 'daily_waste'] LOOP
    EXECUTE format('CREATE TRIGGER %1$s_0_archived_insert AFTER INSERT ON %1$s REFERENCING NEW TABLE AS added '
                   'FOR EACH STATEMENT WHEN (NOT is_archiving()) EXECUTE FUNCTION refuse_archived()', relation);
    EXECUTE format('CREATE TRIGGER %1$s_0_archived_update AFTER UPDATE ON %1$s REFERENCING NEW TABLE AS added '
                   'FOR EACH STATEMENT EXECUTE FUNCTION refuse_archived()', relation);
    EXECUTE format('CREATE TRIGGER %1$s_archive_note_insert AFTER INSERT ON %1$s_archive REFERENCING NEW TABLE AS added '
                   'FOR EACH STATEMENT EXECUTE FUNCTION note_archived()', relation);
    EXECUTE format('CREATE TRIGGER %1$s_archive_note_update AFTER UPDATE ON %1$s_archive REFERENCING NEW TABLE AS added '
                   'FOR EACH STATEMENT EXECUTE FUNCTION note_archived()', relation);
    EXECUTE format('INSERT INTO auth.archive_spans (relation, last_date) SELECT %1$L, max(date) FROM %1$I_archive HAVING count(*) > 0',
                   relation);
  END LOOP;
END
$$;

-- Ends the unit of who would change or remove a row that is archived.
CREATE FUNCTION refuse_archived_row(what TEXT) RETURNS BOOLEAN
  LANGUAGE plpgsql
AS $$
BEGIN
  RAISE EXCEPTION '%', what USING ERRCODE = 'DD003';
END
$$;

-- An import is undone as a whole or not at all.
CREATE FUNCTION refuse_archived_undo() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
AS $$
BEGIN
  IF EXISTS (SELECT FROM daily_sales_archive a WHERE a.import_batch_id = NEW.id)
     OR EXISTS (SELECT FROM daily_waste_archive a WHERE a.import_batch_id = NEW.id)
     OR EXISTS (SELECT FROM import_changes c JOIN daily_sales_archive a ON a.id = c.row_id
                WHERE c.batch_id = NEW.id AND c.table_name = 'daily_sales')
     OR EXISTS (SELECT FROM import_changes c JOIN daily_waste_archive a ON a.id = c.row_id
                WHERE c.batch_id = NEW.id AND c.table_name = 'daily_waste') THEN
    RAISE EXCEPTION '%', NEW.source_name USING ERRCODE = 'DD003';
  END IF;
  RETURN NEW;
END
$$;
REVOKE EXECUTE ON FUNCTION refuse_archived_undo() FROM PUBLIC;
CREATE TRIGGER import_batches_0_archived BEFORE UPDATE OF undone_at ON import_batches FOR EACH ROW
  WHEN (OLD.undone_at IS NULL AND NEW.undone_at IS NOT NULL) EXECUTE FUNCTION refuse_archived_undo();

CREATE OR REPLACE FUNCTION keep_user_with_rows() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
AS $$
BEGIN
  IF EXISTS (SELECT FROM all_sales WHERE user_id = OLD.id)
     OR EXISTS (SELECT FROM all_waste WHERE user_id = OLD.id)
     OR EXISTS (SELECT FROM forecasts WHERE user_id = OLD.id) THEN
    RAISE EXCEPTION 'the user % has entered rows; deactivate them instead', OLD.name
      USING ERRCODE = 'restrict_violation';
  END IF;
  DELETE FROM store_members WHERE user_id = OLD.id;
  RETURN OLD;
END
$$;

-- ---- a merge of products finds its rows where they are now ----

-- The other place in which the rows of a table of figures can lie since; NULL: there is none.
CREATE FUNCTION other_place(relation TEXT) RETURNS TEXT
  LANGUAGE sql IMMUTABLE
AS $$
  SELECT CASE relation WHEN 'daily_sales' THEN 'daily_sales_archive' WHEN 'daily_sales_archive' THEN 'daily_sales'
                       WHEN 'daily_waste' THEN 'daily_waste_archive' WHEN 'daily_waste_archive' THEN 'daily_waste' END
$$;

CREATE OR REPLACE FUNCTION unmerge_figures(merge INTEGER, relation TEXT, gone INTEGER, kept INTEGER) RETURNS VOID
  LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp
AS $$
DECLARE
  place TEXT;
BEGIN
  FOREACH place IN ARRAY array_remove(ARRAY[relation, other_place(relation)], NULL) LOOP
    EXECUTE format('DELETE FROM %3$I r USING product_merge_originals o
      WHERE o.merge_id = $1 AND o.relation = %1$L AND o.kind = ''added'' AND r.id = o.row_id AND r.product_id = $2
        AND (%1$L = %3$L OR NOT EXISTS (SELECT FROM %1$I x WHERE x.id = o.row_id))', relation, NULL, place)
      USING merge, kept;
    EXECUTE format('UPDATE %3$I r SET (%2$s) =
        (SELECT %2$s FROM jsonb_populate_record(NULL::%1$I, unsum_figures(to_jsonb(r), o.before, o.after)))
      FROM product_merge_originals o
      WHERE o.merge_id = $1 AND o.relation = %1$L AND o.kind = ''changed'' AND r.id = o.row_id AND r.product_id = $2
        AND (%1$L = %3$L OR NOT EXISTS (SELECT FROM %1$I x WHERE x.id = o.row_id))',
      relation, figure_columns(relation), place) USING merge, kept;
  END LOOP;
  PERFORM unmove_rows(merge, relation, gone, kept);
  EXECUTE format('INSERT INTO %1$I SELECT (jsonb_populate_record(NULL::%1$I, o.before)).* FROM product_merge_originals o
    WHERE o.merge_id = $1 AND o.relation = %1$L AND o.kind = ''removed''
      AND NOT EXISTS (SELECT FROM import_batches b WHERE b.id = (o.before ->> ''import_batch_id'')::int AND b.undone_at IS NOT NULL)',
    relation) USING merge;
END
$$;
CREATE OR REPLACE FUNCTION unmove_rows(merge INTEGER, relation TEXT, gone INTEGER, kept INTEGER) RETURNS VOID
  LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp
AS $$
DECLARE
  place TEXT;
BEGIN
  FOREACH place IN ARRAY array_remove(ARRAY[relation, other_place(relation)], NULL) LOOP
    EXECUTE format('UPDATE %1$I r SET product_id = $2
      FROM (SELECT unnest(m.ids) AS id FROM product_merge_moves m WHERE m.merge_id = $1 AND m.relation = $4) m
      WHERE r.id = m.id AND r.product_id = $3 AND ($4 = %1$L OR NOT EXISTS (SELECT FROM %2$I x WHERE x.id = m.id))',
      place, relation) USING merge, gone, kept, relation;
  END LOOP;
END
$$;

-- ---- moving ----

-- A year's partition of an archive, where there is none: a number is all that goes into the statement. Rows of that
-- year that lie in the partition for every other year come into it.
CREATE FUNCTION auth.make_archive_year(relation TEXT, year INTEGER) RETURNS VOID
  LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp SET timezone = 'UTC'
AS $$
DECLARE
  archive CONSTANT TEXT := relation || '_archive';
  part CONSTANT TEXT := format('%s_%s', archive, year);
BEGIN
  IF relation NOT IN ('daily_sales', 'daily_waste') OR year NOT BETWEEN 1 AND 9998 THEN
    RAISE EXCEPTION 'there is no archive of % for the year %', relation, year USING ERRCODE = 'invalid_parameter_value';
  END IF;
  IF to_regclass('public.' || quote_ident(part)) IS NOT NULL THEN
    RETURN;
  END IF;
  EXECUTE format('CREATE TEMPORARY TABLE ddi_other_year ON COMMIT DROP AS
    SELECT * FROM %I WHERE date >= %L AND date < %L', archive || '_other', make_date(year, 1, 1), make_date(year + 1, 1, 1));
  EXECUTE format('DELETE FROM %I WHERE date >= %L AND date < %L', archive || '_other', make_date(year, 1, 1), make_date(year + 1, 1, 1));
  EXECUTE format('CREATE TABLE public.%I PARTITION OF public.%I FOR VALUES FROM (%L) TO (%L)', part, archive, make_date(year, 1, 1),
                 make_date(year + 1, 1, 1));
  EXECUTE format('ALTER TABLE public.%I ENABLE ROW LEVEL SECURITY', part);
  EXECUTE format('INSERT INTO %I SELECT * FROM pg_temp.ddi_other_year', part);
  DROP TABLE pg_temp.ddi_other_year;
END
$$;

-- Begins to move the rows from one day up to before another, or goes on where that was stopped; the run's number. Until
-- the session ends nobody else moves any.
CREATE FUNCTION auth.begin_archive(going_back BOOLEAN, first DATE, until DATE, person INTEGER) RETURNS INTEGER
  LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp SET timezone = 'UTC'
AS $$
DECLARE
  found_id INTEGER;
BEGIN
  IF NOT pg_try_advisory_lock(hashtextextended('ddi.archive', 0)) THEN
    RAISE EXCEPTION 'rows are being moved to the archive or back already' USING ERRCODE = 'lock_not_available';
  END IF;
  IF first IS NULL OR until IS NULL OR first >= until THEN
    RAISE EXCEPTION 'these are no days' USING ERRCODE = 'invalid_parameter_value';
  END IF;
  UPDATE auth.archive_runs r SET user_id = coalesce(person, r.user_id)
    WHERE r.ended_at IS NULL AND r.back = going_back AND r.first_date = first AND r.before = until
    RETURNING r.id INTO found_id;
  -- What was stopped and is not gone on with is done as far as it came.
  UPDATE auth.archive_runs r SET ended_at = coalesce(r.moved_at, r.started_at)
    WHERE r.ended_at IS NULL AND r.id IS DISTINCT FROM found_id;
  IF found_id IS NULL THEN
    INSERT INTO auth.archive_runs (user_id, back, first_date, before) VALUES (person, going_back, first, until)
      RETURNING id INTO found_id;
  END IF;
  RETURN found_id;
END
$$;

-- Moves up to so many rows of one table, in the order of days and ids, from behind the row that was the last one before
-- (NULL: from the start): all of them, with the log's entry, or none. No row: there is nothing left to move.
CREATE FUNCTION auth.move_archive(run INTEGER, relation TEXT, after_date DATE, after_id BIGINT, most INTEGER)
  RETURNS TABLE (moved BIGINT, last_date DATE, last_id BIGINT)
  LANGUAGE plpgsql VOLATILE SECURITY DEFINER
  SET search_path = pg_catalog, public, pg_temp SET timezone = 'UTC' SET datestyle = 'ISO'
AS $$
DECLARE
  task auth.archive_runs%ROWTYPE;
  source TEXT;
  target TEXT;
  list TEXT;
  missing TEXT;
  pieces CONSTANT TEXT := CASE relation WHEN 'daily_sales' THEN 'quantity_sold' ELSE 'quantity_wasted' END;
  money CONSTANT TEXT := CASE relation WHEN 'daily_sales' THEN 'revenue' ELSE 'cost' END;
  years INTEGER[];
  told JSONB;
BEGIN
  SELECT r.* INTO task FROM auth.archive_runs r WHERE r.id = run AND r.ended_at IS NULL FOR UPDATE;
  IF NOT FOUND OR relation NOT IN ('daily_sales', 'daily_waste') OR most < 1 THEN
    RAISE EXCEPTION 'this is no run of the archive' USING ERRCODE = 'invalid_parameter_value';
  END IF;
  source := relation || CASE WHEN task.back THEN '_archive' ELSE '' END;
  target := relation || CASE WHEN task.back THEN '' ELSE '_archive' END;
  SELECT string_agg(quote_ident(a.attname), ', ' ORDER BY a.attnum),
         string_agg(quote_ident(a.attname), ', ') FILTER (WHERE NOT EXISTS (
           SELECT FROM pg_attribute b WHERE b.attrelid = (relation || '_archive')::regclass AND b.attname = a.attname
             AND b.atttypid = a.atttypid AND NOT b.attisdropped))
    INTO list, missing
    FROM pg_attribute a
    WHERE a.attrelid = relation::regclass AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = '';
  IF missing IS NOT NULL THEN
    RAISE EXCEPTION 'the archive of % lacks the columns %', relation, missing USING ERRCODE = 'undefined_column';
  END IF;

  EXECUTE format('SELECT max(p.date), (array_agg(p.id ORDER BY p.date DESC, p.id DESC))[1], array_agg(DISTINCT extract(year FROM p.date)::int)
                  FROM (SELECT s.date, s.id FROM %I s
                        WHERE s.date >= greatest($1, $3) AND s.date < $2 AND ($3 IS NULL OR (s.date, s.id) > ($3, $4))
                        ORDER BY s.date, s.id LIMIT $5) p', source)
    INTO last_date, last_id, years USING task.first_date, task.before, after_date, after_id, most;
  IF last_date IS NULL THEN
    RETURN;
  END IF;
  INSERT INTO auth.archiving (xid) VALUES (pg_current_xact_id());
  PERFORM set_config('ddi.archiving', 'on', true);
  IF NOT task.back THEN
    PERFORM auth.make_archive_year(relation, y) FROM unnest(years) y;
  END IF;
  -- A row that somebody has moved to another day meanwhile is not taken along.
  EXECUTE format('WITH gone AS (
      DELETE FROM %1$I s
      WHERE s.date >= greatest($1, $3) AND s.date < $2 AND ($3 IS NULL OR (s.date, s.id) > ($3, $4)) AND (s.date, s.id) <= ($5, $6)
      RETURNING %3$s
    ), come AS (
      INSERT INTO %2$I (%3$s) SELECT %3$s FROM gone RETURNING %3$s
    )
    SELECT sum(c.rows), jsonb_build_object(''rows'', sum(c.rows), ''from'', min(c.first_day), ''to'', max(c.last_day),
             ''sums'', jsonb_build_object(%4$L, sum(c.pieces), %5$L, sum(c.money)),
             ''digest'', encode(sha256(string_agg(c.digest, '''' ORDER BY c.store_id)), ''hex''))
    FROM (SELECT r.store_id, count(*) AS rows, min(r.date) AS first_day, max(r.date) AS last_day, sum(r.%4$I) AS pieces,
                 sum(r.%5$I) AS money,
                 sha256(convert_to(string_agg(ROW(r.*)::text, E''\n'' ORDER BY r.date, r.product_id), ''UTF8'')) AS digest
          FROM come r GROUP BY r.store_id) c', source, target, list, pieces, money)
    INTO moved, told USING task.first_date, task.before, after_date, after_id, last_date, last_id;
  moved := coalesce(moved, 0);
  UPDATE auth.archive_runs r
    SET sales = r.sales + CASE relation WHEN 'daily_sales' THEN moved ELSE 0 END,
        waste = r.waste + CASE relation WHEN 'daily_waste' THEN moved ELSE 0 END, moved_at = now()
    WHERE r.id = run;
  IF moved > 0 THEN
    PERFORM auth.log(task.user_id, CASE WHEN task.back THEN 'BROUGHT_BACK' ELSE 'ARCHIVED' END,
                     jsonb_build_object('run', run, 'table', relation) || told);
  END IF;
  DELETE FROM auth.archiving a WHERE a.xid = pg_current_xact_id();
  PERFORM set_config('ddi.archiving', '', true);
  RETURN NEXT;
END
$$;

-- The run has moved all there was. What is entered from now on need not look into an archive that is empty.
CREATE FUNCTION auth.end_archive(run INTEGER) RETURNS TABLE (sales BIGINT, waste BIGINT)
  LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp SET timezone = 'UTC'
AS $$
#variable_conflict use_column
BEGIN
  UPDATE auth.archive_runs r SET ended_at = now() WHERE r.id = run;
  PERFORM pg_advisory_unlock(hashtextextended('ddi.archive', 0));
  RETURN QUERY SELECT r.sales, r.waste FROM auth.archive_runs r WHERE r.id = run;
END
$$;

REVOKE ALL ON FUNCTION auth.make_archive_year(TEXT, INTEGER), auth.begin_archive(BOOLEAN, DATE, DATE, INTEGER),
  auth.move_archive(INTEGER, TEXT, DATE, BIGINT, INTEGER), auth.end_archive(INTEGER) FROM PUBLIC;
