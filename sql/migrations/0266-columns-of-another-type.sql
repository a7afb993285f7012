-- An added column gets another type. No table is altered: the values are JSON in their rows, and those rows are written
-- anew in one transaction, or none is. Who enters values of added columns waits for it, everybody else goes on; where it
-- would have to wait itself for more than three seconds it gives up. A value that the new type does not give back as it was
-- ("007" as a number, or "some" that is none) stays in its row under a removed column of the old type, which is brought
-- back or cleared like any other; and when the column gets its old type again, such values are what they were.

ALTER TABLE custom_columns ADD COLUMN kept_of TEXT;      -- holds former values of this column

-- As in 0165, and what is of another type in JSON already is taken for its type: yes and no are 1 and 0 as numbers, and
-- 12.00 is 12.
CREATE OR REPLACE FUNCTION custom_value(label TEXT, type TEXT, value JSONB) RETURNS JSONB
  LANGUAGE plpgsql IMMUTABLE SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  written CONSTANT TEXT := CASE WHEN jsonb_typeof(value) = 'boolean' AND type = 'text'
                                  THEN CASE WHEN value::boolean THEN 'yes' ELSE 'no' END
                                WHEN jsonb_typeof(value) = 'boolean' AND type IN ('integer', 'decimal')
                                  THEN CASE WHEN value::boolean THEN '1' ELSE '0' END
                                WHEN jsonb_typeof(value) = 'number' AND type IN ('integer', 'boolean')
                                  THEN trim_scale(value::numeric)::text
                                WHEN type = 'text' THEN value #>> '{}'
                                ELSE btrim(value #>> '{}') END;
BEGIN
  IF jsonb_typeof(value) IN ('object', 'array') THEN
    RAISE EXCEPTION '%: this is no value', label USING ERRCODE = 'check_violation';
  END IF;
  IF coalesce(written, '') = '' THEN
    RETURN NULL;
  END IF;
  IF type = 'text' AND length(written) <= 1000 THEN
    RETURN to_jsonb(written);
  ELSIF type = 'integer' AND written ~ '^[+-]?[0-9]{1,10}$' THEN
    RETURN to_jsonb(written::integer);
  ELSIF type = 'decimal' AND written ~ '^[+-]?[0-9]{1,8}([.][0-9]{1,2})?$' THEN
    RETURN to_jsonb(written::numeric(10, 2));
  ELSIF type = 'boolean' AND lower(written) IN ('true', 'yes', '1') THEN
    RETURN to_jsonb(true);
  ELSIF type = 'boolean' AND lower(written) IN ('false', 'no', '0') THEN
    RETURN to_jsonb(false);
  ELSIF type = 'date' AND written ~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}$' THEN
    -- A day that is in no calendar is an error of its own.
    RETURN to_jsonb(to_char(written::date, 'YYYY-MM-DD'));
  END IF;
  RAISE EXCEPTION '%: “%” is no %', label, left(written, 60), type USING ERRCODE = 'check_violation';
END
$$;

-- A value as one of this type; NULL: there is none, or it is nothing of this type.
CREATE FUNCTION custom_converted(value JSONB, type TEXT) RETURNS JSONB
  LANGUAGE plpgsql IMMUTABLE SET search_path = pg_catalog, public, pg_temp
AS $$
BEGIN
  RETURN custom_value('', type, value);
EXCEPTION WHEN check_violation OR data_exception THEN
  RETURN NULL;
END
$$;

-- The values of one row once the column “name” is no longer of the type “was” but of “type”. “back” holds what it was when
-- it was of that type before (NULL: it never was), “kept” gets what it would not come back to.
CREATE FUNCTION custom_retyped(given JSONB, name TEXT, was TEXT, type TEXT, back TEXT, kept TEXT) RETURNS JSONB
  LANGUAGE plpgsql IMMUTABLE SET search_path = pg_catalog, public, pg_temp
AS $$
DECLARE
  value CONSTANT JSONB := given -> name;
  former CONSTANT JSONB := given -> back;
  becomes JSONB;
BEGIN
  -- Nobody has edited it since.
  IF former IS NOT NULL AND custom_converted(former, was) IS NOT DISTINCT FROM value THEN
    RETURN given - back || jsonb_build_object(name, former);
  ELSIF value IS NULL THEN
    RETURN given;
  END IF;
  becomes := custom_converted(value, type);
  RETURN given - name
         || CASE WHEN becomes IS NULL THEN '{}' ELSE jsonb_build_object(name, becomes) END
         || CASE WHEN custom_converted(becomes, was) IS NOT DISTINCT FROM value THEN '{}' ELSE jsonb_build_object(kept, value) END;
END
$$;

-- The removed column that holds what this one was when it was of this type; NULL: there is none.
CREATE FUNCTION custom_back(kind TEXT, name TEXT, type TEXT) RETURNS TEXT
  LANGUAGE sql STABLE SET search_path = pg_catalog, public, pg_temp
AS $$
  SELECT k.name FROM custom_columns k
  WHERE k.entity = kind AND k.kept_of = custom_back.name AND k.type = custom_back.type
    AND k.dropped_at IS NOT NULL AND k.cleared_at IS NULL
  ORDER BY k.id DESC LIMIT 1
$$;

-- As in 0165. What an older program sends, or an undo brings back, of a column that has another type now: its value is
-- taken for the new type where it is one, and else stays with the column's former values while they are kept.
CREATE OR REPLACE FUNCTION custom_values(kind TEXT, given JSONB) RETURNS JSONB
  LANGUAGE plpgsql STABLE SET search_path = pg_catalog, public, pg_temp
AS $$
DECLARE
  unknown TEXT;
  kept JSONB;
BEGIN
  IF jsonb_typeof(given) <> 'object' THEN
    RAISE EXCEPTION 'the values of the added columns are an object' USING ERRCODE = 'check_violation';
  END IF;
  SELECT min(e.key) FILTER (WHERE c.id IS NULL),
         jsonb_object_agg(coalesce(k.name, e.key), custom_value(c.label, coalesce(k.type, c.type), e.value))
           FILTER (WHERE c.id IS NOT NULL AND c.cleared_at IS NULL)
    INTO unknown, kept
    FROM jsonb_each(given) e
    LEFT JOIN custom_columns c ON c.entity = kind AND c.name = e.key
    LEFT JOIN custom_columns k ON k.entity = kind AND k.kept_of = c.name AND k.dropped_at IS NOT NULL AND k.cleared_at IS NULL
      AND custom_converted(e.value, c.type) IS NULL AND custom_converted(e.value, k.type) IS NOT NULL;
  IF unknown IS NOT NULL THEN
    RAISE EXCEPTION 'there is no column “%” of %', unknown, kind USING ERRCODE = 'check_violation';
  END IF;
  RETURN nullif(jsonb_strip_nulls(kept), '{}');
END
$$;
-- As in 0165, and a column does not get another type between the check and the commit: the lock is held until then, and
-- each statement in here sees what was committed before it.
CREATE OR REPLACE FUNCTION check_custom() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp SET timezone = 'UTC'
  SET standard_conforming_strings = on
AS $$
BEGIN
  LOCK TABLE custom_columns IN ROW SHARE MODE;
  NEW.custom := custom_values(TG_ARGV[0], NEW.custom);
  RETURN NEW;
END
$$;
-- Taking a merge back writes to the archive what its rows were, which may be of the former type.
CREATE TRIGGER daily_sales_archive_3_custom_insert BEFORE INSERT ON daily_sales_archive FOR EACH ROW
  WHEN (NEW.custom IS NOT NULL AND NOT is_archiving()) EXECUTE FUNCTION check_custom('sales');
CREATE TRIGGER daily_sales_archive_3_custom_update BEFORE UPDATE OF custom ON daily_sales_archive FOR EACH ROW
  WHEN (NEW.custom IS NOT NULL AND NEW.custom IS DISTINCT FROM OLD.custom) EXECUTE FUNCTION check_custom('sales');
CREATE TRIGGER daily_waste_archive_3_custom_insert BEFORE INSERT ON daily_waste_archive FOR EACH ROW
  WHEN (NEW.custom IS NOT NULL AND NOT is_archiving()) EXECUTE FUNCTION check_custom('waste');
CREATE TRIGGER daily_waste_archive_3_custom_update BEFORE UPDATE OF custom ON daily_waste_archive FOR EACH ROW
  WHEN (NEW.custom IS NOT NULL AND NEW.custom IS DISTINCT FROM OLD.custom) EXECUTE FUNCTION check_custom('waste');

-- As in 0165, and a removed column comes back under the heading and type it had, whatever its name.
CREATE OR REPLACE FUNCTION auth.add_column(entity TEXT, label TEXT, type TEXT) RETURNS TEXT
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp SET timezone = 'UTC'
  SET standard_conforming_strings = on
AS $$
#variable_conflict use_variable
DECLARE
  me CONSTANT INTEGER := auth.require_administrator();
  head CONSTANT TEXT := btrim(label);
  wanted TEXT := custom_name(head);
  was custom_columns%ROWTYPE;
BEGIN
  LOCK TABLE custom_columns IN SHARE ROW EXCLUSIVE MODE;
  SELECT c.* INTO was FROM custom_columns c
    WHERE c.entity = add_column.entity AND c.dropped_at IS NOT NULL AND c.cleared_at IS NULL
      AND lower(c.label) = lower(head) AND c.type = add_column.type
    ORDER BY c.name <> wanted, c.id DESC LIMIT 1;
  IF was.id IS NOT NULL THEN
    wanted := was.name;
  -- What a file of sales or waste, and the table itself, call something else.
  ELSIF wanted IN ('store', 'store_name', 'shop', 'product', 'item', 'day', 'quantity', 'sold', 'pieces', 'made', 'wasted',
                   'quantity_produced', 'archived', 'price', 'cost', 'revenue')
     OR EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid IN ('daily_sales'::regclass, 'daily_waste'::regclass)
                  AND a.attnum > 0 AND a.attname = wanted) THEN
    RAISE EXCEPTION '“%” is the name of something else already', head USING ERRCODE = 'check_violation';
  ELSE
    SELECT c.* INTO was FROM custom_columns c WHERE c.entity = add_column.entity AND c.name = wanted;
  END IF;
  IF was.id IS NOT NULL AND was.dropped_at IS NULL THEN
    RAISE EXCEPTION 'there is a column “%” already', was.label USING ERRCODE = 'check_violation';
  ELSIF was.id IS NOT NULL AND was.cleared_at IS NULL AND was.type <> type THEN
    RAISE EXCEPTION '“%” was removed and still has values of another kind: clear it first', was.label USING ERRCODE = 'check_violation';
  ELSIF EXISTS (SELECT FROM custom_columns c WHERE c.entity = add_column.entity AND c.dropped_at IS NULL AND lower(c.label) = lower(head)) THEN
    RAISE EXCEPTION 'there is a column “%” already', head USING ERRCODE = 'check_violation';
  ELSIF (SELECT count(*) FROM custom_columns c WHERE c.entity = add_column.entity AND c.dropped_at IS NULL) >= 20 THEN
    RAISE EXCEPTION 'more than 20 added columns' USING ERRCODE = 'check_violation';
  END IF;
  INSERT INTO custom_columns AS c (entity, name, label, type, position)
    SELECT entity, wanted, head, type, coalesce(max(p.position), 0) + 1 FROM custom_columns p WHERE p.entity = add_column.entity
    ON CONFLICT ON CONSTRAINT custom_columns_entity_name_key DO UPDATE
      SET label = excluded.label, type = excluded.type, position = excluded.position, dropped_at = NULL, cleared_at = NULL;
  PERFORM auth.log(me, 'COLUMN_ADDED', jsonb_build_object('table', 'daily_' || entity, 'name', wanted, 'label', head, 'type', type));
  RETURN wanted;
END
$$;

-- Gives an added column another type. “kept_label” says in the person's words what the values were that are kept ("before:
-- Text"). Of those at most “most” may be nothing of the new type, and leave the column empty where they were: as many as
-- were seen and agreed to. The numbers of rows written, of those that keep a former value, and of those that are empty
-- now; and the removed column's name that keeps them (NULL: none does). No row: there is no such column.
CREATE FUNCTION auth.retype_column(entity TEXT, name TEXT, type TEXT, kept_label TEXT, most BIGINT)
  RETURNS TABLE (n_rows BIGINT, n_kept BIGINT, n_empty BIGINT, kept_name TEXT)
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp SET timezone = 'UTC'
  SET standard_conforming_strings = on SET lock_timeout = '3s'
AS $$
#variable_conflict use_variable
DECLARE
  me CONSTANT INTEGER := auth.require_administrator();
  column_row custom_columns%ROWTYPE;
  back TEXT;
  aside TEXT;
  example TEXT;
  n INTEGER := 1;
BEGIN
  -- Readers go on; who enters values of added columns waits, and who has begun to is waited for.
  LOCK TABLE custom_columns IN EXCLUSIVE MODE;
  IF NOT pg_try_advisory_xact_lock(hashtextextended('ddi.archive', 0)) THEN
    RAISE EXCEPTION 'rows are being moved to the archive or back' USING ERRCODE = 'lock_not_available';
  END IF;
  SELECT c.* INTO column_row FROM custom_columns c
    WHERE c.entity = retype_column.entity AND c.name = retype_column.name AND c.dropped_at IS NULL;
  IF column_row.id IS NULL THEN
    RETURN;
  ELSIF column_row.type = type THEN
    RAISE EXCEPTION '“%” is of this type already', column_row.label USING ERRCODE = 'check_violation';
  END IF;
  back := custom_back(entity, name, type);
  LOOP
    aside := left(name, 48) || '_was_' || n;
    EXIT WHEN NOT EXISTS (SELECT FROM custom_columns c WHERE c.entity = retype_column.entity AND c.name = aside);
    n := n + 1;
  END LOOP;
  INSERT INTO custom_columns (entity, name, label, type, position, dropped_at, kept_of)
    VALUES (entity, aside, btrim(left(column_row.label, 25)) || ' (' || btrim(left(kept_label, 25)) || ')'
                           || CASE WHEN n > 1 THEN ' ' || n ELSE '' END,
            column_row.type, column_row.position, now(), name);
  UPDATE custom_columns c SET type = retype_column.type WHERE c.id = column_row.id;

  -- Nobody's edit: no row_version moves and the log has one entry.
  INSERT INTO auth.merging (xid) VALUES (pg_current_xact_id());
  PERFORM set_config('ddi.merging', 'on', true);
  IF entity = 'sales' THEN
    WITH live AS (
      UPDATE daily_sales r SET custom = nullif(custom_retyped(r.custom, name, column_row.type, type, back, aside), '{}')
      WHERE r.custom ?| ARRAY[name, back] RETURNING r.custom
    ), archived AS (
      UPDATE daily_sales_archive r SET custom = nullif(custom_retyped(r.custom, name, column_row.type, type, back, aside), '{}')
      WHERE r.custom ?| ARRAY[name, back] RETURNING r.custom
    )
    SELECT count(*) FILTER (WHERE g.custom ?| ARRAY[name, aside]), count(*) FILTER (WHERE g.custom ? aside), count(*) FILTER (WHERE g.custom ? aside AND NOT g.custom ? name),
           min(left(g.custom ->> aside, 60)) FILTER (WHERE NOT g.custom ? name)
      INTO n_rows, n_kept, n_empty, example FROM (SELECT * FROM live UNION ALL SELECT * FROM archived) g;
  ELSE
    WITH live AS (
      UPDATE daily_waste r SET custom = nullif(custom_retyped(r.custom, name, column_row.type, type, back, aside), '{}')
      WHERE r.custom ?| ARRAY[name, back] RETURNING r.custom
    ), archived AS (
      UPDATE daily_waste_archive r SET custom = nullif(custom_retyped(r.custom, name, column_row.type, type, back, aside), '{}')
      WHERE r.custom ?| ARRAY[name, back] RETURNING r.custom
    )
    SELECT count(*) FILTER (WHERE g.custom ?| ARRAY[name, aside]), count(*) FILTER (WHERE g.custom ? aside), count(*) FILTER (WHERE g.custom ? aside AND NOT g.custom ? name),
           min(left(g.custom ->> aside, 60)) FILTER (WHERE NOT g.custom ? name)
      INTO n_rows, n_kept, n_empty, example FROM (SELECT * FROM live UNION ALL SELECT * FROM archived) g;
  END IF;
  PERFORM end_merge();

  IF n_empty > most THEN
    RAISE EXCEPTION 'in % rows the value is no %, for example “%”: nothing was changed', n_empty, type, example
      USING ERRCODE = 'check_violation';
  END IF;
  IF n_kept = 0 THEN
    DELETE FROM custom_columns c WHERE c.entity = retype_column.entity AND c.name = aside;
    aside := NULL;
  END IF;
  -- Those that came back are no former values any more; where some stay, their column does.
  UPDATE custom_columns c SET cleared_at = now()
    WHERE c.entity = retype_column.entity AND c.name = back
      AND NOT EXISTS (SELECT FROM all_sales s WHERE retype_column.entity = 'sales' AND s.custom ? back)
      AND NOT EXISTS (SELECT FROM all_waste w WHERE retype_column.entity = 'waste' AND w.custom ? back);
  kept_name := aside;
  PERFORM auth.log(me, 'COLUMN_RETYPED', jsonb_build_object('table', 'daily_' || entity, 'name', name, 'label', column_row.label,
                   'old', column_row.type, 'new', type, 'rows', n_rows, 'kept', n_kept, 'empty', n_empty, 'kept_in', aside));
  RETURN NEXT;
EXCEPTION WHEN lock_not_available THEN
  RAISE EXCEPTION 'figures are being written, nothing was changed: try again (%)', SQLERRM USING ERRCODE = 'lock_not_available';
END
$$;
REVOKE ALL ON FUNCTION auth.retype_column(TEXT, TEXT, TEXT, TEXT, BIGINT) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION auth.retype_column(TEXT, TEXT, TEXT, TEXT, BIGINT) TO ddi_app;
