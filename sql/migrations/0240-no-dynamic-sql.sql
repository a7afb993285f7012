-- What runs with the owner's rights makes no statement out of text: each of these functions is read, and its tables and
-- columns are looked up, as it stands here.

-- ---- totals ----

-- The rows that a statement has added, or taken away, are its transition table “changed”; an update is both, one trigger
-- each. “sign” says which, and since a variable's value goes into every statement, each is planned for the rows that there
-- are: a plan that was made for one edited row is no plan for a million imported ones.
CREATE OR REPLACE FUNCTION keep_sales_totals() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp SET timezone = 'UTC'
  SET standard_conforming_strings = on SET plan_cache_mode = force_custom_plan
AS $$
DECLARE
  sign CONSTANT INTEGER := TG_ARGV[0];
BEGIN
  PERFORM hold_stores(ARRAY(SELECT DISTINCT store_id FROM changed), false);
  WITH kept AS (
    INSERT INTO daily_sales_totals
    SELECT s.district_id, c.date, c.product_id, sum(sign), sum(sign * quantity_sold::bigint),
           coalesce(sum(sign * revenue), 0), coalesce(sum(sign) FILTER (WHERE revenue IS NOT NULL), 0),
           coalesce(sum(sign * quantity_sold::bigint) FILTER (WHERE revenue IS NULL), 0)
    FROM changed c JOIN stores s ON s.id = c.store_id
    GROUP BY s.district_id, c.date, c.product_id
    RETURNING *)
  INSERT INTO chain_sales_totals
  SELECT date, product_id, sum(n), sum(sold), sum(revenue), sum(n_revenue), sum(bare)
  FROM kept GROUP BY date, product_id;
  RETURN NULL;
END
$$;

CREATE OR REPLACE FUNCTION keep_waste_totals() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp SET timezone = 'UTC'
  SET standard_conforming_strings = on SET plan_cache_mode = force_custom_plan
AS $$
DECLARE
  sign CONSTANT INTEGER := TG_ARGV[0];
BEGIN
  PERFORM hold_stores(ARRAY(SELECT DISTINCT store_id FROM changed), true);
  WITH kept AS (
    INSERT INTO daily_waste_totals
    SELECT s.district_id, c.date, c.product_id, nullif(btrim(c.reason), ''), sum(sign),
           sum(sign * quantity_wasted::bigint), coalesce(sum(sign * cost), 0),
           coalesce(sum(sign) FILTER (WHERE cost IS NOT NULL), 0),
           coalesce(sum(sign * quantity_wasted::bigint) FILTER (WHERE cost IS NULL), 0)
    FROM changed c JOIN stores s ON s.id = c.store_id
    GROUP BY s.district_id, c.date, c.product_id, nullif(btrim(c.reason), '')
    RETURNING *)
  INSERT INTO chain_waste_totals
  SELECT date, product_id, reason, sum(n), sum(wasted), sum(cost), sum(n_cost), sum(bare)
  FROM kept GROUP BY date, product_id, reason;
  WITH kept AS (
    INSERT INTO daily_production_totals
    SELECT s.district_id, c.date, c.product_id, 0, 0, sum(sign * least(c.quantity_wasted, m.quantity_produced)::bigint)
    FROM changed c JOIN stores s ON s.id = c.store_id
    JOIN daily_production m ON m.store_id = c.store_id AND m.date = c.date AND m.product_id = c.product_id
    GROUP BY s.district_id, c.date, c.product_id
    HAVING sum(least(c.quantity_wasted, m.quantity_produced)::bigint) <> 0
    RETURNING *)
  INSERT INTO chain_production_totals
  SELECT date, product_id, sum(n), sum(made), sum("left") FROM kept GROUP BY date, product_id;
  RETURN NULL;
END
$$;

CREATE OR REPLACE FUNCTION keep_production_totals() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp SET timezone = 'UTC'
  SET standard_conforming_strings = on SET plan_cache_mode = force_custom_plan
AS $$
DECLARE
  sign CONSTANT INTEGER := TG_ARGV[0];
BEGIN
  PERFORM hold_stores(ARRAY(SELECT DISTINCT store_id FROM changed), true);
  WITH kept AS (
    INSERT INTO daily_production_totals
    SELECT s.district_id, c.date, c.product_id, sum(sign), sum(sign * c.quantity_produced::bigint),
           coalesce(sum(sign * least(w.quantity_wasted, c.quantity_produced)::bigint)
                    FILTER (WHERE w.quantity_wasted IS NOT NULL), 0)
    FROM changed c JOIN stores s ON s.id = c.store_id
    LEFT JOIN all_waste w ON w.store_id = c.store_id AND w.date = c.date AND w.product_id = c.product_id
    GROUP BY s.district_id, c.date, c.product_id
    RETURNING *)
  INSERT INTO chain_production_totals
  SELECT date, product_id, sum(n), sum(made), sum("left") FROM kept GROUP BY date, product_id;
  RETURN NULL;
END
$$;

CREATE OR REPLACE FUNCTION keep_store_sales_totals() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp SET timezone = 'UTC'
  SET standard_conforming_strings = on SET plan_cache_mode = force_custom_plan
AS $$
DECLARE
  sign CONSTANT INTEGER := TG_ARGV[0];
BEGIN
  INSERT INTO store_sales_totals
  SELECT c.store_id, c.date, c.user_id, sum(sign), sum(sign * quantity_sold::bigint), coalesce(sum(sign * revenue), 0),
         coalesce(sum(sign * quantity_sold::bigint) FILTER (WHERE revenue IS NULL), 0)
  FROM changed c
  GROUP BY c.store_id, c.date, c.user_id;
  RETURN NULL;
END
$$;

CREATE OR REPLACE FUNCTION keep_store_waste_totals() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp SET timezone = 'UTC'
  SET standard_conforming_strings = on SET plan_cache_mode = force_custom_plan
AS $$
DECLARE
  sign CONSTANT INTEGER := TG_ARGV[0];
BEGIN
  PERFORM hold_stores(ARRAY(SELECT DISTINCT store_id FROM changed), true);
  INSERT INTO store_production_totals
  SELECT c.store_id, c.date, 0, 0, sum(sign * least(c.quantity_wasted, m.quantity_produced)::bigint)
  FROM changed c
  JOIN daily_production m ON m.store_id = c.store_id AND m.date = c.date AND m.product_id = c.product_id
  GROUP BY c.store_id, c.date
  HAVING sum(least(c.quantity_wasted, m.quantity_produced)::bigint) <> 0;
  RETURN NULL;
END
$$;

CREATE OR REPLACE FUNCTION keep_store_production_totals() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp SET timezone = 'UTC'
  SET standard_conforming_strings = on SET plan_cache_mode = force_custom_plan
AS $$
DECLARE
  sign CONSTANT INTEGER := TG_ARGV[0];
BEGIN
  PERFORM hold_stores(ARRAY(SELECT DISTINCT store_id FROM changed), true);
  INSERT INTO store_production_totals
  SELECT c.store_id, c.date, sum(sign), sum(sign * c.quantity_produced::bigint),
         sum(sign * least(coalesce(w.quantity_wasted, 0), c.quantity_produced)::bigint)
  FROM changed c
  LEFT JOIN all_waste w ON w.store_id = c.store_id AND w.date = c.date AND w.product_id = c.product_id
  GROUP BY c.store_id, c.date;
  RETURN NULL;
END
$$;

DO $$
DECLARE
  t RECORD;
  definition TEXT;
BEGIN
  FOR t IN
    SELECT g.tgname AS name, g.tgrelid::regclass AS relation, pg_get_triggerdef(g.oid) AS definition,
           g.tgnewtable IS NOT NULL AS adds, g.tgoldtable IS NOT NULL AS removes
    FROM pg_trigger g
    WHERE g.tgfoid IN ('keep_sales_totals'::regproc, 'keep_waste_totals'::regproc, 'keep_production_totals'::regproc,
                       'keep_store_sales_totals'::regproc, 'keep_store_waste_totals'::regproc,
                       'keep_store_production_totals'::regproc)
  LOOP
    EXECUTE format('DROP TRIGGER %I ON %s', t.name, t.relation);
    definition := regexp_replace(t.definition, ' REFERENCING .* FOR EACH ', ' REFERENCING TRANSITION FOR EACH ');
    IF t.adds THEN
      EXECUTE replace(replace(definition, 'TRANSITION', 'NEW TABLE AS changed'), '_totals()', '_totals(''1'')');
    END IF;
    IF t.removes THEN
      definition := replace(replace(definition, 'TRANSITION', 'OLD TABLE AS changed'), '_totals()', '_totals(''-1'')');
      EXECUTE CASE WHEN t.adds THEN replace(definition, 'TRIGGER ' || t.name, 'TRIGGER ' || replace(t.name, '_update', '_leave'))
                   ELSE definition END;
    END IF;
  END LOOP;
END
$$;
DROP FUNCTION signed_rows(TEXT);

-- ---- what is archived, or a part of another product ----

CREATE OR REPLACE FUNCTION refuse_archived() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp SET datestyle = 'ISO'
  SET timezone = 'UTC' SET standard_conforming_strings = on SET plan_cache_mode = force_custom_plan
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
  IF TG_TABLE_NAME = 'daily_sales' THEN
    SELECT s.name, a.date INTO shop, day
    FROM added a
    JOIN daily_sales_archive r ON r.store_id = a.store_id AND r.date = a.date AND r.product_id = a.product_id
    JOIN stores s ON s.id = a.store_id
    WHERE a.date <= last ORDER BY a.date LIMIT 1;
  ELSE
    SELECT s.name, a.date INTO shop, day
    FROM added a
    JOIN daily_waste_archive r ON r.store_id = a.store_id AND r.date = a.date AND r.product_id = a.product_id
    JOIN stores s ON s.id = a.store_id
    WHERE a.date <= last ORDER BY a.date LIMIT 1;
  END IF;
  IF day IS NOT NULL THEN
    RAISE EXCEPTION '%, %', shop, day USING ERRCODE = 'DD003';
  END IF;
  RETURN NULL;
END
$$;

CREATE OR REPLACE FUNCTION refuse_merged_product() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp SET timezone = 'UTC'
  SET standard_conforming_strings = on
AS $$
DECLARE
  merged CONSTANT INTEGER[] := ARRAY(SELECT id FROM products WHERE merged_into IS NOT NULL);
  gone TEXT;
  kept TEXT;
BEGIN
  IF merged = '{}' THEN
    RETURN NULL;
  END IF;
  SELECT p.name, k.name INTO gone, kept
  FROM products p JOIN products k ON k.id = p.merged_into
  WHERE p.id = (SELECT a.product_id FROM added a WHERE a.product_id = ANY (merged) LIMIT 1);
  IF gone IS NOT NULL THEN
    RAISE EXCEPTION '“%” is a part of “%” now', gone, kept USING ERRCODE = 'DD001';
  END IF;
  RETURN NULL;
END
$$;

-- ---- custom columns ----

CREATE OR REPLACE FUNCTION auth.clear_column(entity TEXT, name TEXT) RETURNS BIGINT
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp SET timezone = 'UTC'
  SET standard_conforming_strings = on
AS $$
#variable_conflict use_variable
DECLARE
  me CONSTANT INTEGER := auth.require_administrator();
  head TEXT;
  total BIGINT;
  digest TEXT;
BEGIN
  PERFORM begin_merge();
  UPDATE custom_columns c SET cleared_at = now()
    WHERE c.entity = clear_column.entity AND c.name = clear_column.name AND c.dropped_at IS NOT NULL AND c.cleared_at IS NULL
    RETURNING c.label INTO head;
  IF head IS NULL THEN
    RAISE EXCEPTION 'only a removed column is cleared' USING ERRCODE = 'check_violation';
  END IF;
  IF entity = 'sales' THEN
    WITH live AS (
      UPDATE daily_sales r SET custom = nullif(r.custom - name, '{}') FROM daily_sales o
      WHERE o.custom ? name AND r.id = o.id AND r.date = o.date RETURNING r.id, o.custom -> name AS value
    ), archived AS (
      UPDATE daily_sales_archive r SET custom = nullif(r.custom - name, '{}') FROM daily_sales_archive o
      WHERE o.custom ? name AND r.id = o.id AND r.date = o.date RETURNING r.id, o.custom -> name AS value
    )
    SELECT count(*), encode(sha256(convert_to(coalesce(string_agg(g.id || ' ' || g.value, E'\n' ORDER BY g.id), ''), 'UTF8')), 'hex')
      INTO total, digest FROM (SELECT * FROM live UNION ALL SELECT * FROM archived) g;
  ELSE
    WITH live AS (
      UPDATE daily_waste r SET custom = nullif(r.custom - name, '{}') FROM daily_waste o
      WHERE o.custom ? name AND r.id = o.id AND r.date = o.date RETURNING r.id, o.custom -> name AS value
    ), archived AS (
      UPDATE daily_waste_archive r SET custom = nullif(r.custom - name, '{}') FROM daily_waste_archive o
      WHERE o.custom ? name AND r.id = o.id AND r.date = o.date RETURNING r.id, o.custom -> name AS value
    )
    SELECT count(*), encode(sha256(convert_to(coalesce(string_agg(g.id || ' ' || g.value, E'\n' ORDER BY g.id), ''), 'UTF8')), 'hex')
      INTO total, digest FROM (SELECT * FROM live UNION ALL SELECT * FROM archived) g;
  END IF;
  PERFORM auth.log(me, 'COLUMN_CLEARED', jsonb_build_object('table', 'daily_' || entity, 'name', name, 'label', head,
                   'rows', total, 'digest', digest));
  PERFORM end_merge();
  RETURN total;
END
$$;

-- ---- the archive ----

-- A year's partition has to be made, which no statement does that is not made itself. The owner calls these on a
-- connection of its own and they need no right but its.
ALTER FUNCTION auth.make_archive_year(TEXT, INTEGER) SECURITY INVOKER;
ALTER FUNCTION auth.move_archive(INTEGER, TEXT, DATE, BIGINT, INTEGER) SECURITY INVOKER;
