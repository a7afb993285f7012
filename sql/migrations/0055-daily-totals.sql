-- What a district sold, made and threw away, by day and product, so that a year of a million rows is
-- summed from thousands. Kept by triggers in the transaction of the change itself.
--
-- A change is added as a row of differences and never updates one that is there: two imports into one
-- district wait for nothing, cannot deadlock here, and in every snapshot the sum over the rows of a key
-- is what a recount of the table would say. fold_daily_totals() makes one row of many. So a query sums,
-- and reads no row alone.

CREATE TABLE daily_sales_totals (
  district_id INTEGER NOT NULL,
  date DATE NOT NULL,
  product_id INTEGER NOT NULL,
  n BIGINT NOT NULL,               -- rows
  sold BIGINT NOT NULL,            -- pieces
  revenue NUMERIC NOT NULL,        -- money, of the rows that say one
  n_revenue BIGINT NOT NULL,       -- rows that do
  bare BIGINT NOT NULL             -- pieces of those that do not
);
CREATE TABLE daily_waste_totals (
  district_id INTEGER NOT NULL,
  date DATE NOT NULL,
  product_id INTEGER NOT NULL,
  reason TEXT,                     -- trimmed; NULL: none given
  n BIGINT NOT NULL,
  wasted BIGINT NOT NULL,
  cost NUMERIC NOT NULL,
  n_cost BIGINT NOT NULL,
  bare BIGINT NOT NULL
);
CREATE TABLE daily_production_totals (
  district_id INTEGER NOT NULL,
  date DATE NOT NULL,
  product_id INTEGER NOT NULL,
  n BIGINT NOT NULL,
  made BIGINT NOT NULL,
  "left" BIGINT NOT NULL           -- pieces thrown away, of each shop's day at most what was made
);
CREATE INDEX daily_sales_totals_key ON daily_sales_totals(date, district_id, product_id);
CREATE INDEX daily_waste_totals_key ON daily_waste_totals(date, district_id, product_id);
CREATE INDEX daily_production_totals_key ON daily_production_totals(date, district_id, product_id);

-- The rows that a statement has added (sign 1) and taken away (-1), from its transition tables.
CREATE FUNCTION signed_rows(operation TEXT) RETURNS TEXT
  LANGUAGE sql IMMUTABLE
AS $$
  SELECT CASE operation WHEN 'INSERT' THEN 'SELECT 1 AS sign, * FROM added'
                        WHEN 'DELETE' THEN 'SELECT -1 AS sign, * FROM removed'
                        ELSE 'SELECT 1 AS sign, * FROM added UNION ALL SELECT -1, * FROM removed' END
$$;

-- A store that moves to another district waits for the lock on its row, and holds up those that come
-- after it until they can see where it is. What is left of a day depends on two tables: one transaction
-- at a time changes a store's production and waste, so that each sees what the other wrote.
CREATE FUNCTION hold_stores(held INTEGER[], alone BOOLEAN) RETURNS void
  LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp
AS $$
BEGIN
  PERFORM FROM stores WHERE id = ANY (held) ORDER BY id FOR KEY SHARE;
  IF alone THEN
    PERFORM pg_advisory_xact_lock(hashtext('ddi.store_figures'), id)
      FROM (SELECT id FROM unnest(held) AS id ORDER BY id) ordered;
  END IF;
END
$$;
REVOKE EXECUTE ON FUNCTION hold_stores(INTEGER[], BOOLEAN) FROM PUBLIC;

-- EXECUTE throughout: a plan that was made for one edited row would be kept for a million imported ones.
-- A statement changes one of the three tables.
CREATE FUNCTION keep_sales_totals() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
AS $$
DECLARE
  rows CONSTANT TEXT := signed_rows(TG_OP);
  touched INTEGER[];
BEGIN
  EXECUTE format('SELECT array_agg(DISTINCT store_id) FROM (%s) c', rows) INTO touched;
  PERFORM hold_stores(touched, false);
  EXECUTE format('INSERT INTO daily_sales_totals
    SELECT s.district_id, c.date, c.product_id, sum(sign), sum(sign * quantity_sold::bigint),
           coalesce(sum(sign * revenue), 0), coalesce(sum(sign) FILTER (WHERE revenue IS NOT NULL), 0),
           coalesce(sum(sign * quantity_sold::bigint) FILTER (WHERE revenue IS NULL), 0)
    FROM (%s) c JOIN stores s ON s.id = c.store_id
    GROUP BY s.district_id, c.date, c.product_id
    HAVING sum(sign) <> 0 OR sum(sign * quantity_sold::bigint) <> 0 OR sum(sign * revenue) <> 0
        OR sum(sign) FILTER (WHERE revenue IS NOT NULL) <> 0
        OR sum(sign * quantity_sold::bigint) FILTER (WHERE revenue IS NULL) <> 0', rows);
  RETURN NULL;
END
$$;

CREATE FUNCTION keep_waste_totals() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
AS $$
DECLARE
  rows CONSTANT TEXT := signed_rows(TG_OP);
  touched INTEGER[];
BEGIN
  EXECUTE format('SELECT array_agg(DISTINCT store_id) FROM (%s) c', rows) INTO touched;
  PERFORM hold_stores(touched, true);
  EXECUTE format('INSERT INTO daily_waste_totals
    SELECT s.district_id, c.date, c.product_id, nullif(btrim(c.reason), ''''), sum(sign),
           sum(sign * quantity_wasted::bigint), coalesce(sum(sign * cost), 0),
           coalesce(sum(sign) FILTER (WHERE cost IS NOT NULL), 0),
           coalesce(sum(sign * quantity_wasted::bigint) FILTER (WHERE cost IS NULL), 0)
    FROM (%s) c JOIN stores s ON s.id = c.store_id
    GROUP BY s.district_id, c.date, c.product_id, nullif(btrim(c.reason), '''')
    HAVING sum(sign) <> 0 OR sum(sign * quantity_wasted::bigint) <> 0 OR sum(sign * cost) <> 0
        OR sum(sign) FILTER (WHERE cost IS NOT NULL) <> 0
        OR sum(sign * quantity_wasted::bigint) FILTER (WHERE cost IS NULL) <> 0', rows);
  EXECUTE format('INSERT INTO daily_production_totals
    SELECT s.district_id, c.date, c.product_id, 0, 0, sum(sign * least(c.quantity_wasted, m.quantity_produced)::bigint)
    FROM (%s) c JOIN stores s ON s.id = c.store_id
    JOIN daily_production m ON m.store_id = c.store_id AND m.date = c.date AND m.product_id = c.product_id
    GROUP BY s.district_id, c.date, c.product_id
    HAVING sum(sign * least(c.quantity_wasted, m.quantity_produced)::bigint) <> 0', rows);
  RETURN NULL;
END
$$;

CREATE FUNCTION keep_production_totals() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
AS $$
DECLARE
  rows CONSTANT TEXT := signed_rows(TG_OP);
  touched INTEGER[];
BEGIN
  EXECUTE format('SELECT array_agg(DISTINCT store_id) FROM (%s) c', rows) INTO touched;
  PERFORM hold_stores(touched, true);
  EXECUTE format('INSERT INTO daily_production_totals
    SELECT s.district_id, c.date, c.product_id, sum(sign), sum(sign * c.quantity_produced::bigint),
           coalesce(sum(sign * least(w.quantity_wasted, c.quantity_produced)::bigint)
                    FILTER (WHERE w.quantity_wasted IS NOT NULL), 0)
    FROM (%s) c JOIN stores s ON s.id = c.store_id
    LEFT JOIN daily_waste w ON w.store_id = c.store_id AND w.date = c.date AND w.product_id = c.product_id
    GROUP BY s.district_id, c.date, c.product_id
    HAVING sum(sign) <> 0 OR sum(sign * c.quantity_produced::bigint) <> 0
        OR sum(sign * least(w.quantity_wasted, c.quantity_produced)::bigint)
           FILTER (WHERE w.quantity_wasted IS NOT NULL) <> 0', rows);
  RETURN NULL;
END
$$;

-- Everything anew, for the first time and where rows were changed behind the triggers' back. Writers wait.
CREATE FUNCTION recount_daily_totals() RETURNS void
  LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp
AS $$
BEGIN
  LOCK TABLE stores, daily_production, daily_waste, daily_sales IN SHARE ROW EXCLUSIVE MODE;
  DELETE FROM daily_sales_totals;
  DELETE FROM daily_waste_totals;
  DELETE FROM daily_production_totals;
  INSERT INTO daily_sales_totals
    SELECT s.district_id, r.date, r.product_id, count(*), sum(r.quantity_sold), coalesce(sum(r.revenue), 0),
           count(r.revenue), coalesce(sum(r.quantity_sold) FILTER (WHERE r.revenue IS NULL), 0)
    FROM daily_sales r JOIN stores s ON s.id = r.store_id
    GROUP BY s.district_id, r.date, r.product_id;
  INSERT INTO daily_waste_totals
    SELECT s.district_id, r.date, r.product_id, nullif(btrim(r.reason), ''), count(*), sum(r.quantity_wasted),
           coalesce(sum(r.cost), 0), count(r.cost), coalesce(sum(r.quantity_wasted) FILTER (WHERE r.cost IS NULL), 0)
    FROM daily_waste r JOIN stores s ON s.id = r.store_id
    GROUP BY s.district_id, r.date, r.product_id, nullif(btrim(r.reason), '');
  INSERT INTO daily_production_totals
    SELECT s.district_id, r.date, r.product_id, count(*), sum(r.quantity_produced),
           sum(least(coalesce(w.quantity_wasted, 0), r.quantity_produced))
    FROM daily_production r JOIN stores s ON s.id = r.store_id
    LEFT JOIN daily_waste w ON w.store_id = r.store_id AND w.date = r.date AND w.product_id = r.product_id
    GROUP BY s.district_id, r.date, r.product_id;
END
$$;
REVOKE EXECUTE ON FUNCTION recount_daily_totals() FROM PUBLIC;

CREATE FUNCTION recount_after_truncate() RETURNS trigger
  LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp
  AS $$ BEGIN PERFORM recount_daily_totals(); RETURN NULL; END $$;

DO $$
DECLARE
  kind TEXT;
BEGIN
  FOREACH kind IN ARRAY ARRAY['sales', 'waste', 'production'] LOOP
    EXECUTE format('CREATE TRIGGER daily_%1$s_totals_insert AFTER INSERT ON daily_%1$s REFERENCING NEW TABLE AS added '
                   'FOR EACH STATEMENT EXECUTE FUNCTION keep_%1$s_totals()', kind);
    EXECUTE format('CREATE TRIGGER daily_%1$s_totals_update AFTER UPDATE ON daily_%1$s REFERENCING NEW TABLE AS added '
                   'OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION keep_%1$s_totals()', kind);
    EXECUTE format('CREATE TRIGGER daily_%1$s_totals_delete AFTER DELETE ON daily_%1$s REFERENCING OLD TABLE AS removed '
                   'FOR EACH STATEMENT EXECUTE FUNCTION keep_%1$s_totals()', kind);
    EXECUTE format('CREATE TRIGGER daily_%1$s_totals_truncate AFTER TRUNCATE ON daily_%1$s '
                   'FOR EACH STATEMENT EXECUTE FUNCTION recount_after_truncate()', kind);
  END LOOP;
END
$$;

-- A store that moves takes its figures along: once whoever is writing some of them has committed.
CREATE FUNCTION hold_moving_store() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
AS $$
BEGIN
  PERFORM FROM stores WHERE id = OLD.id FOR UPDATE;
  RETURN NEW;
END
$$;
CREATE FUNCTION move_daily_totals() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
AS $$
BEGIN
  INSERT INTO daily_sales_totals
    SELECT d.id, r.date, r.product_id, d.sign, d.sign * r.quantity_sold::bigint, d.sign * coalesce(r.revenue, 0),
           d.sign * (r.revenue IS NOT NULL)::integer, CASE WHEN r.revenue IS NULL THEN d.sign * r.quantity_sold::bigint ELSE 0 END
    FROM daily_sales r CROSS JOIN (VALUES (OLD.district_id, -1), (NEW.district_id, 1)) d (id, sign)
    WHERE r.store_id = NEW.id;
  INSERT INTO daily_waste_totals
    SELECT d.id, r.date, r.product_id, nullif(btrim(r.reason), ''), d.sign, d.sign * r.quantity_wasted::bigint,
           d.sign * coalesce(r.cost, 0), d.sign * (r.cost IS NOT NULL)::integer,
           CASE WHEN r.cost IS NULL THEN d.sign * r.quantity_wasted::bigint ELSE 0 END
    FROM daily_waste r CROSS JOIN (VALUES (OLD.district_id, -1), (NEW.district_id, 1)) d (id, sign)
    WHERE r.store_id = NEW.id;
  INSERT INTO daily_production_totals
    SELECT d.id, r.date, r.product_id, d.sign, d.sign * r.quantity_produced::bigint,
           d.sign * least(coalesce(w.quantity_wasted, 0), r.quantity_produced)::bigint
    FROM daily_production r
    LEFT JOIN daily_waste w ON w.store_id = r.store_id AND w.date = r.date AND w.product_id = r.product_id
    CROSS JOIN (VALUES (OLD.district_id, -1), (NEW.district_id, 1)) d (id, sign)
    WHERE r.store_id = NEW.id;
  PERFORM fold_daily_totals('-infinity', 'infinity');
  RETURN NULL;
END
$$;
CREATE TRIGGER stores_1_hold BEFORE UPDATE OF district_id ON stores FOR EACH ROW
  WHEN (OLD.district_id IS DISTINCT FROM NEW.district_id) EXECUTE FUNCTION hold_moving_store();
CREATE TRIGGER stores_totals_move AFTER UPDATE OF district_id ON stores FOR EACH ROW
  WHEN (OLD.district_id IS DISTINCT FROM NEW.district_id) EXECUTE FUNCTION move_daily_totals();

-- One row where there are several, of the days between two. Whoever comes while another folds leaves it
-- to them; readers see the rows before or the row after.
CREATE FUNCTION fold_daily_totals(first_day DATE, last_day DATE) RETURNS void
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
AS $$
BEGIN
  IF NOT pg_try_advisory_xact_lock(hashtextextended('ddi.daily_totals', 0)) THEN
    RETURN;
  END IF;
  WITH doubled AS (
    SELECT district_id, date, product_id FROM daily_sales_totals WHERE date BETWEEN first_day AND last_day
    GROUP BY district_id, date, product_id HAVING count(*) > 1
  ), gone AS (
    DELETE FROM daily_sales_totals t USING doubled d
    WHERE t.date = d.date AND t.district_id = d.district_id AND t.product_id = d.product_id
    RETURNING t.*
  )
  INSERT INTO daily_sales_totals
    SELECT district_id, date, product_id, sum(n), sum(sold), sum(revenue), sum(n_revenue), sum(bare)
    FROM gone GROUP BY district_id, date, product_id HAVING sum(n) <> 0;
  WITH doubled AS (
    SELECT district_id, date, product_id, reason FROM daily_waste_totals WHERE date BETWEEN first_day AND last_day
    GROUP BY district_id, date, product_id, reason HAVING count(*) > 1
  ), gone AS (
    DELETE FROM daily_waste_totals t USING doubled d
    WHERE t.date = d.date AND t.district_id = d.district_id AND t.product_id = d.product_id
      AND t.reason IS NOT DISTINCT FROM d.reason
    RETURNING t.*
  )
  INSERT INTO daily_waste_totals
    SELECT district_id, date, product_id, reason, sum(n), sum(wasted), sum(cost), sum(n_cost), sum(bare)
    FROM gone GROUP BY district_id, date, product_id, reason HAVING sum(n) <> 0;
  WITH doubled AS (
    SELECT district_id, date, product_id FROM daily_production_totals WHERE date BETWEEN first_day AND last_day
    GROUP BY district_id, date, product_id HAVING count(*) > 1
  ), gone AS (
    DELETE FROM daily_production_totals t USING doubled d
    WHERE t.date = d.date AND t.district_id = d.district_id AND t.product_id = d.product_id
    RETURNING t.*
  )
  INSERT INTO daily_production_totals
    SELECT district_id, date, product_id, sum(n), sum(made), sum("left")
    FROM gone GROUP BY district_id, date, product_id HAVING sum(n) <> 0;
END
$$;

REVOKE EXECUTE ON FUNCTION fold_daily_totals(DATE, DATE) FROM PUBLIC;

-- An import that ends or is undone folds its days, a forecast the two months before it.
CREATE FUNCTION fold_days_of_batch() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
  AS $$ BEGIN PERFORM fold_daily_totals(NEW.first_date, NEW.last_date); RETURN NULL; END $$;
CREATE FUNCTION fold_days_of_run() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
  AS $$ BEGIN PERFORM fold_daily_totals(NEW.origin - 60, NEW.origin); RETURN NULL; END $$;
CREATE TRIGGER import_batches_fold AFTER UPDATE OF rows_unchanged, undone_at ON import_batches
  FOR EACH ROW EXECUTE FUNCTION fold_days_of_batch();
CREATE TRIGGER forecast_runs_fold AFTER INSERT ON forecast_runs
  FOR EACH ROW EXECUTE FUNCTION fold_days_of_run();

-- Who sees every shop of a district sees its totals; who sees some of them sums their rows.
CREATE FUNCTION auth.whole_districts() RETURNS INTEGER[]
  LANGUAGE sql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET timezone = 'UTC'
AS $$
  SELECT coalesce(array_agg(d ORDER BY d), '{}')
  FROM unnest((SELECT auth.visible_districts())) d
  WHERE NOT EXISTS (SELECT FROM public.stores s
                    WHERE s.district_id = d AND s.id <> ALL ((SELECT auth.visible_stores())::int[]))
$$;
REVOKE ALL ON FUNCTION auth.whole_districts() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION auth.whole_districts() TO ddi_app;
-- The stores whose single rows are to be summed: those that were asked for, else (NULL: all) those that
-- no visible total holds.
CREATE FUNCTION single_stores(asked INTEGER[]) RETURNS INTEGER[]
  LANGUAGE sql STABLE
AS $$
  SELECT CASE WHEN asked IS NOT NULL THEN asked
              WHEN NOT row_security_active('public.daily_sales_totals') THEN '{}'
              ELSE (SELECT coalesce(array_agg(s.id ORDER BY s.id), '{}') FROM public.stores s
                    WHERE s.district_id <> ALL ((SELECT auth.whole_districts())::int[])) END
$$;
ALTER TABLE daily_sales_totals ENABLE ROW LEVEL SECURITY;
ALTER TABLE daily_waste_totals ENABLE ROW LEVEL SECURITY;
ALTER TABLE daily_production_totals ENABLE ROW LEVEL SECURITY;
CREATE POLICY see ON daily_sales_totals FOR SELECT TO ddi_app USING (district_id = ANY ((SELECT auth.whole_districts())::int[]));
CREATE POLICY see ON daily_waste_totals FOR SELECT TO ddi_app USING (district_id = ANY ((SELECT auth.whole_districts())::int[]));
CREATE POLICY see ON daily_production_totals FOR SELECT TO ddi_app USING (district_id = ANY ((SELECT auth.whole_districts())::int[]));
GRANT SELECT ON daily_sales_totals, daily_waste_totals, daily_production_totals TO ddi_app;

SELECT recount_daily_totals();
