-- A merge is one entry of the log: how many rows it moved and summed, their sums, and the digest of what it keeps of them
-- in product_merge_moves and product_merge_originals, where each can be read as it was and as it became. It was that entry
-- and one more for each summed row, so that of two products with a year of figures the log had more rows than the year.
-- Taking out a removed column's values is its one entry likewise.

-- ---- what is not an edit is not logged row by row ----

DO $$
DECLARE
  t RECORD;
  definition TEXT;
  n INTEGER := 0;
BEGIN
  FOR t IN
    SELECT g.tgname AS name, g.tgrelid::regclass AS relation, pg_get_triggerdef(g.oid) AS definition
    FROM pg_trigger g
    WHERE g.tgfoid IN ('auth.log_daily_sales'::regproc, 'auth.log_daily_waste'::regproc, 'auth.log_daily_production'::regproc,
                       'auth.log_forecasts'::regproc)
  LOOP
    EXECUTE format('DROP TRIGGER %I ON %s', t.name, t.relation);
    definition := replace(t.definition, 'WHEN ((NOT is_archiving()))', 'WHEN (NOT is_archiving() AND NOT is_merging())');
    IF definition = t.definition THEN
      definition := replace(t.definition, 'FOR EACH STATEMENT', 'FOR EACH STATEMENT WHEN (NOT is_merging())');
    END IF;
    EXECUTE definition;
    n := n + 1;
  END LOOP;
  IF n <> 12 THEN
    RAISE EXCEPTION '% triggers log figures and forecasts', n;
  END IF;
  n := 0;
  FOR t IN
    SELECT pg_get_functiondef(p.oid) AS definition FROM pg_proc p JOIN pg_namespace s ON s.oid = p.pronamespace
    WHERE s.nspname = 'auth' AND p.prorettype = 'trigger'::regtype AND p.prosrc LIKE '%merging CONSTANT BOOLEAN%'
  LOOP
    EXECUTE replace(replace(t.definition, E'  merging CONSTANT BOOLEAN := public.is_merging();\n', ''),
                    ' AND (merging AND r.row - ''product_id'' = a.row - ''product_id'') IS NOT TRUE', '');
    n := n + 1;
  END LOOP;
  IF n <> 5 THEN
    RAISE EXCEPTION '% functions log changed rows of figures and forecasts', n;
  END IF;
END
$$;

-- ---- what a merge keeps ----

-- A summed row that was edited before the merge was taken back: as it was then.
ALTER TABLE product_merge_originals ADD COLUMN at_undo JSONB;

-- The SHA-256 of what a merge keeps, a line each: of moved rows the table and their ids, then of the others the SHA-256 of
-- table, id, kind, before, after and at_undo in the order of table and id.
CREATE FUNCTION merge_digest(merge INTEGER) RETURNS TEXT
  LANGUAGE sql STABLE SET search_path = pg_catalog, public, pg_temp
AS $$
  SELECT encode(sha256(
    coalesce((SELECT string_agg(sha256(convert_to(m.relation || ' ' || m.ids::text, 'UTF8')), '' ORDER BY m.relation COLLATE "C")
              FROM product_merge_moves m WHERE m.merge_id = merge), '')
    || coalesce((SELECT string_agg(sha256(convert_to(concat_ws(' ', o.relation, o.row_id, o.kind, o.before, o.after, o.at_undo), 'UTF8')),
                                   '' ORDER BY o.relation COLLATE "C", o.row_id)
                 FROM product_merge_originals o WHERE o.merge_id = merge), '')), 'hex')
$$;
REVOKE EXECUTE ON FUNCTION merge_digest(INTEGER) FROM PUBLIC;

-- ---- one function a table, with its columns written out ----

DROP FUNCTION merge_figures(INTEGER, TEXT, INTEGER, INTEGER), unmerge_figures(INTEGER, TEXT, INTEGER, INTEGER),
  move_rows(INTEGER, TEXT, INTEGER, INTEGER), unmove_rows(INTEGER, TEXT, INTEGER, INTEGER);

DO $migration$
DECLARE
  moves CONSTANT TEXT := $text$
-- All rows that are still the product's get the other one.
CREATE FUNCTION move_{table}(merge INTEGER, gone INTEGER, kept INTEGER) RETURNS VOID
  LANGUAGE sql SET search_path = pg_catalog, public, pg_temp
AS $$
  WITH moved AS (UPDATE {table} r SET product_id = kept WHERE r.product_id = gone RETURNING r.id)
  INSERT INTO product_merge_moves (merge_id, relation, ids) SELECT merge, '{table}', coalesce(array_agg(m.id), '{}') FROM moved m
$$;
-- What was moved by a merge, and is still there, goes back, wherever it lies by now.
CREATE FUNCTION unmove_{table}(merge INTEGER, gone INTEGER, kept INTEGER) RETURNS VOID
  LANGUAGE sql SET search_path = pg_catalog, public, pg_temp
AS $$
  [unmove]
$$;
REVOKE EXECUTE ON FUNCTION move_{table}(INTEGER, INTEGER, INTEGER), unmove_{table}(INTEGER, INTEGER, INTEGER) FROM PUBLIC$text$;
  unmove CONSTANT TEXT := $text$
  UPDATE {place} r SET product_id = gone
    FROM (SELECT unnest(m.ids) AS id FROM product_merge_moves m WHERE m.merge_id = merge AND m.relation = '{table}') m
    WHERE r.id = m.id AND r.product_id = kept[there];$text$;
  figures CONSTANT TEXT := $text$
-- Days that both have are summed into the kept product's row, the others move; what the other one had.
CREATE FUNCTION merge_{table}(merge INTEGER, gone INTEGER, kept INTEGER) RETURNS JSONB
  LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp SET plan_cache_mode = force_custom_plan
AS $$
DECLARE
  had CONSTANT JSONB := (SELECT jsonb_build_object({sums}) FROM {table} g WHERE g.product_id = gone);
BEGIN
  INSERT INTO product_merge_originals (merge_id, relation, row_id, kind, before, after)
    SELECT merge, '{table}', x.id, x.kind, x.before, x.after
    FROM {table} g JOIN {table} k ON k.store_id = g.store_id AND k.date = g.date AND k.product_id = kept
    CROSS JOIN LATERAL (VALUES (g.id, 'removed', to_jsonb(g), NULL::jsonb),
                               (k.id, 'changed', to_jsonb(k), sum_figures(to_jsonb(k), to_jsonb(g)))) x (id, kind, before, after)
    WHERE g.product_id = gone;
  DELETE FROM {table} g USING product_merge_originals o
    WHERE o.merge_id = merge AND o.relation = '{table}' AND o.kind = 'removed' AND g.id = o.row_id AND g.product_id = gone;
  UPDATE {table} k SET ({columns}) = (SELECT {columns} FROM jsonb_populate_record(NULL::{table}, o.after))
    FROM product_merge_originals o
    WHERE o.merge_id = merge AND o.relation = '{table}' AND o.kind = 'changed' AND k.id = o.row_id AND k.product_id = kept;
  PERFORM move_{table}(merge, gone, kept);
  RETURN had;
END
$$;
-- What was added goes, what was changed goes back to what it was (and keeps what was edited since), what was removed
-- comes back unless its import was undone meanwhile.
CREATE FUNCTION unmerge_{table}(merge INTEGER, gone INTEGER, kept INTEGER) RETURNS VOID
  LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp SET plan_cache_mode = force_custom_plan
AS $$
BEGIN
  [unsum]
  PERFORM unmove_{table}(merge, gone, kept);
  INSERT INTO {table} SELECT (jsonb_populate_record(NULL::{table}, o.before)).* FROM product_merge_originals o
    WHERE o.merge_id = merge AND o.relation = '{table}' AND o.kind = 'removed'
      AND NOT EXISTS (SELECT FROM import_batches b WHERE b.id = (o.before ->> 'import_batch_id')::int AND b.undone_at IS NOT NULL);
END
$$;
REVOKE EXECUTE ON FUNCTION merge_{table}(INTEGER, INTEGER, INTEGER), unmerge_{table}(INTEGER, INTEGER, INTEGER) FROM PUBLIC$text$;
  unsum CONSTANT TEXT := $text$
  UPDATE product_merge_originals o SET at_undo = to_jsonb(r)
    FROM {place} r
    WHERE o.merge_id = merge AND o.relation = '{table}' AND o.kind IN ('added', 'changed') AND r.id = o.row_id
      AND r.product_id = kept AND to_jsonb(r) IS DISTINCT FROM o.after[there];
  DELETE FROM {place} r USING product_merge_originals o
    WHERE o.merge_id = merge AND o.relation = '{table}' AND o.kind = 'added' AND r.id = o.row_id AND r.product_id = kept[there];
  UPDATE {place} r SET ({columns}) =
      (SELECT {columns} FROM jsonb_populate_record(NULL::{table}, unsum_figures(to_jsonb(r), o.before, o.after)))
    FROM product_merge_originals o
    WHERE o.merge_id = merge AND o.relation = '{table}' AND o.kind = 'changed' AND r.id = o.row_id AND r.product_id = kept[there];$text$;
  -- Rows of this number that lie in the table itself are other rows than those in the place it is moved to and from.
  there CONSTANT TEXT := '
      AND NOT EXISTS (SELECT FROM {table} x WHERE x.id = r.id)';
  relation RECORD;
  program TEXT;
BEGIN
  FOR relation IN
    SELECT * FROM (VALUES
      ('daily_production', NULL, 'quantity_produced, sold_out_at, row_version', 'quantity_produced', NULL),
      ('daily_waste', 'daily_waste_archive', 'quantity_wasted, cost, reason, custom, row_version', 'quantity_wasted', 'cost'),
      ('daily_sales', 'daily_sales_archive', 'quantity_sold, revenue, source, notes, custom, row_version', 'quantity_sold', 'revenue'),
      ('daily_waste_archive', 'daily_waste', 'quantity_wasted, cost, reason, custom, row_version', 'quantity_wasted', 'cost'),
      ('daily_sales_archive', 'daily_sales', 'quantity_sold, revenue, source, notes, custom, row_version', 'quantity_sold', 'revenue'),
      ('forecasts', NULL, NULL, NULL, NULL), ('forecast_history', NULL, NULL, NULL, NULL),
      ('forecast_comments', NULL, NULL, NULL, NULL), ('product_prices', NULL, NULL, NULL, NULL))
      r (name, other, columns, pieces, money)
  LOOP
    program := replace(moves, '[unmove]', replace(replace(unmove, '{place}', relation.name), '[there]', '')
      || coalesce(replace(replace(unmove, '{place}', relation.other), '[there]', there), ''));
    IF relation.columns IS NOT NULL THEN
      program := program || ';' || replace(figures, '[unsum]', replace(replace(unsum, '{place}', relation.name), '[there]', '')
        || coalesce(replace(replace(unsum, '{place}', relation.other), '[there]', there), ''));
      program := replace(program, '{sums}', (SELECT string_agg(format('%1$L, sum(g.%1$I)', c.name), ', ' ORDER BY c.name DESC)
                                             FROM unnest(ARRAY[relation.pieces, relation.money]) c (name) WHERE c.name IS NOT NULL));
      program := replace(program, '{columns}', relation.columns);
    END IF;
    EXECUTE replace(program, '{table}', relation.name);
  END LOOP;
END
$migration$;

-- ---- who calls them ----

DO $$
DECLARE
  called TEXT;
  change RECORD;
  program TEXT;
BEGIN
  CREATE TEMP TABLE changes ON COMMIT DROP AS
    SELECT * FROM (VALUES
      ('merge_forecasts', 'move_rows(merge, ''forecasts'', gone, kept)', 'move_forecasts(merge, gone, kept)'),
      ('unmerge_forecasts', 'unmove_rows(merge, ''forecasts'', gone, kept)', 'unmove_forecasts(merge, gone, kept)'),
      -- What follows from both is kept as it was added, so that it is known later whether it was edited.
      ('merge_derived', 'RETURNING id', 'RETURNING id, to_jsonb(daily_sales.*) AS after'),
      ('merge_derived', '(merge_id, relation, row_id, kind) SELECT merge, ''daily_sales'', id, ''added'' FROM added',
       '(merge_id, relation, row_id, kind, after) SELECT merge, ''daily_sales'', id, ''added'', after FROM added'),
      ('auth.merge_products', '  relation TEXT;', '  sums JSONB;'),
      ('auth.merge_products', 'move_rows(merge, ''product_prices'', gone, kept)', 'move_product_prices(merge, gone, kept)'),
      ('auth.merge_products', $text$  FOREACH relation IN ARRAY ARRAY['daily_production', 'daily_waste', 'daily_sales', 'daily_waste_archive', 'daily_sales_archive'] LOOP
    PERFORM merge_figures(merge, relation, gone, kept);
  END LOOP;
  FOREACH relation IN ARRAY ARRAY['forecast_history', 'forecast_comments'] LOOP
    PERFORM move_rows(merge, relation, gone, kept);
  END LOOP;
$text$, $text$  sums := jsonb_build_object('daily_production', merge_daily_production(merge, gone, kept));
  sums := sums || jsonb_build_object('daily_waste', merge_daily_waste(merge, gone, kept));
  sums := sums || jsonb_build_object('daily_sales', merge_daily_sales(merge, gone, kept));
  sums := sums || jsonb_build_object('daily_waste_archive', merge_daily_waste_archive(merge, gone, kept));
  sums := sums || jsonb_build_object('daily_sales_archive', merge_daily_sales_archive(merge, gone, kept));
  PERFORM move_forecast_history(merge, gone, kept);
  PERFORM move_forecast_comments(merge, gone, kept);
$text$),
      ('auth.merge_products', $text$'digest', (SELECT encode(sha256(convert_to(string_agg(x.relation || x.ids::text, E'\n' ORDER BY x.relation), 'UTF8')), 'hex')
                              FROM product_merge_moves x WHERE x.merge_id = merge)))$text$,
       $text$'sums', (SELECT coalesce(jsonb_object_agg(s.key, s.value), '{}') FROM jsonb_each(sums) s WHERE m.counts ? s.key),
                   'digest', merge_digest(merge)))$text$),
      ('auth.undo_merge', E'  relation TEXT;\n', ''),
      ('auth.undo_merge', 'unmove_rows(merge, ''product_prices'', m.merged_id, m.kept_id)',
       'unmove_product_prices(merge, m.merged_id, m.kept_id)'),
      ('auth.undo_merge', $text$  FOREACH relation IN ARRAY ARRAY['daily_production', 'daily_waste', 'daily_sales', 'daily_waste_archive', 'daily_sales_archive'] LOOP
    PERFORM unmerge_figures(merge, relation, m.merged_id, m.kept_id);
  END LOOP;
  FOREACH relation IN ARRAY ARRAY['forecast_history', 'forecast_comments'] LOOP
    PERFORM unmove_rows(merge, relation, m.merged_id, m.kept_id);
  END LOOP;
$text$, $text$  PERFORM unmerge_daily_production(merge, m.merged_id, m.kept_id);
  PERFORM unmerge_daily_waste(merge, m.merged_id, m.kept_id);
  PERFORM unmerge_daily_sales(merge, m.merged_id, m.kept_id);
  PERFORM unmerge_daily_waste_archive(merge, m.merged_id, m.kept_id);
  PERFORM unmerge_daily_sales_archive(merge, m.merged_id, m.kept_id);
  PERFORM unmove_forecast_history(merge, m.merged_id, m.kept_id);
  PERFORM unmove_forecast_comments(merge, m.merged_id, m.kept_id);
$text$),
      ('auth.undo_merge', '''rows'', m.counts))', '''rows'', m.counts, ''digest'', merge_digest(merge)))')) c (name, old, new);
  FOR called IN SELECT DISTINCT name FROM changes LOOP
    program := pg_get_functiondef(called::regproc);
    FOR change IN SELECT * FROM changes WHERE name = called LOOP
      IF position(change.old IN program) = 0 THEN
        RAISE EXCEPTION '%() is not as it was: %', called, change.old;
      END IF;
      program := replace(program, change.old, change.new);
    END LOOP;
    EXECUTE program;
  END LOOP;
  DROP TABLE changes;
END
$$;
DROP FUNCTION figure_columns(TEXT), other_place(TEXT);
