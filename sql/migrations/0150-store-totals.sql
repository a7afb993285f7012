-- What a shop sold in a day and who wrote it down, and what it made and threw away of that: a month of 200 shops is listed
-- from 6,000 rows, where it was summed from 276,000 of sales and as many of production and waste. Kept as the totals
-- of 0055 are: a change is a row of differences that a query sums, in the transaction of the change itself.

CREATE TABLE store_sales_totals (
  store_id INTEGER NOT NULL,
  date DATE NOT NULL,
  user_id INTEGER NOT NULL,        -- who recorded them
  n BIGINT NOT NULL,               -- rows
  sold BIGINT NOT NULL,            -- pieces
  revenue NUMERIC NOT NULL,        -- money, of the rows that say one
  bare BIGINT NOT NULL             -- pieces of those that do not
);
CREATE TABLE store_production_totals (
  store_id INTEGER NOT NULL,
  date DATE NOT NULL,
  n BIGINT NOT NULL,
  made BIGINT NOT NULL,
  "left" BIGINT NOT NULL           -- pieces thrown away, of each product at most what was made
);
CREATE INDEX store_sales_totals_key ON store_sales_totals(date, store_id);
CREATE INDEX store_production_totals_key ON store_production_totals(date, store_id);

CREATE FUNCTION keep_store_sales_totals() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
AS $$
BEGIN
  EXECUTE format('INSERT INTO store_sales_totals
    SELECT c.store_id, c.date, c.user_id, sum(sign), sum(sign * quantity_sold::bigint), coalesce(sum(sign * revenue), 0),
           coalesce(sum(sign * quantity_sold::bigint) FILTER (WHERE revenue IS NULL), 0)
    FROM (%s) c
    GROUP BY c.store_id, c.date, c.user_id
    HAVING sum(sign) <> 0 OR sum(sign * quantity_sold::bigint) <> 0 OR sum(sign * revenue) <> 0
        OR sum(sign * quantity_sold::bigint) FILTER (WHERE revenue IS NULL) <> 0', signed_rows(TG_OP));
  RETURN NULL;
END
$$;

-- What is left of a day depends on two tables: hold_stores() lets one transaction at a time change them.
CREATE FUNCTION keep_store_waste_totals() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
AS $$
DECLARE
  rows CONSTANT TEXT := signed_rows(TG_OP);
  touched INTEGER[];
BEGIN
  EXECUTE format('SELECT array_agg(DISTINCT store_id) FROM (%s) c', rows) INTO touched;
  PERFORM hold_stores(touched, true);
  EXECUTE format('INSERT INTO store_production_totals
    SELECT c.store_id, c.date, 0, 0, sum(sign * least(c.quantity_wasted, m.quantity_produced)::bigint)
    FROM (%s) c
    JOIN daily_production m ON m.store_id = c.store_id AND m.date = c.date AND m.product_id = c.product_id
    GROUP BY c.store_id, c.date
    HAVING sum(sign * least(c.quantity_wasted, m.quantity_produced)::bigint) <> 0', rows);
  RETURN NULL;
END
$$;
CREATE FUNCTION keep_store_production_totals() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
AS $$
DECLARE
  rows CONSTANT TEXT := signed_rows(TG_OP);
  touched INTEGER[];
BEGIN
  EXECUTE format('SELECT array_agg(DISTINCT store_id) FROM (%s) c', rows) INTO touched;
  PERFORM hold_stores(touched, true);
  EXECUTE format('INSERT INTO store_production_totals
    SELECT c.store_id, c.date, sum(sign), sum(sign * c.quantity_produced::bigint),
           sum(sign * least(coalesce(w.quantity_wasted, 0), c.quantity_produced)::bigint)
    FROM (%s) c
    LEFT JOIN all_waste w ON w.store_id = c.store_id AND w.date = c.date AND w.product_id = c.product_id
    GROUP BY c.store_id, c.date
    HAVING sum(sign) <> 0 OR sum(sign * c.quantity_produced::bigint) <> 0
        OR sum(sign * least(coalesce(w.quantity_wasted, 0), c.quantity_produced)::bigint) <> 0', rows);
  RETURN NULL;
END
$$;

-- Everything anew, as recount_daily_totals() does for its tables.
CREATE FUNCTION recount_store_totals() RETURNS void
  LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp
AS $$
BEGIN
  LOCK TABLE stores, daily_production, daily_waste, daily_sales, daily_waste_archive, daily_sales_archive
    IN SHARE ROW EXCLUSIVE MODE;
  DELETE FROM store_sales_totals;
  DELETE FROM store_production_totals;
  INSERT INTO store_sales_totals
    SELECT store_id, date, user_id, count(*), sum(quantity_sold), coalesce(sum(revenue), 0),
           coalesce(sum(quantity_sold) FILTER (WHERE revenue IS NULL), 0)
    FROM all_sales
    GROUP BY store_id, date, user_id
    ORDER BY date, store_id, user_id;
  INSERT INTO store_production_totals
    SELECT r.store_id, r.date, count(*), sum(r.quantity_produced),
           sum(least(coalesce(w.quantity_wasted, 0), r.quantity_produced))
    FROM daily_production r
    LEFT JOIN all_waste w ON w.store_id = r.store_id AND w.date = r.date AND w.product_id = r.product_id
    GROUP BY r.store_id, r.date
    ORDER BY r.date, r.store_id;
END
$$;
REVOKE EXECUTE ON FUNCTION recount_store_totals() FROM PUBLIC;

CREATE FUNCTION recount_stores_after_truncate() RETURNS trigger
  LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp
  AS $$ BEGIN PERFORM recount_store_totals(); RETURN NULL; END $$;

-- The archive is counted as the live table is, and a move between the two changes nothing.
DO $$
DECLARE
  t RECORD;
  quiet TEXT;
BEGIN
  FOR t IN
    SELECT * FROM (VALUES ('daily_sales', 'sales'), ('daily_waste', 'waste'), ('daily_production', 'production'),
                          ('daily_sales_archive', 'sales'), ('daily_waste_archive', 'waste')) AS v (relation, kind)
  LOOP
    quiet := CASE WHEN t.kind = 'production' THEN '' ELSE 'WHEN (NOT is_archiving()) ' END;
    EXECUTE format('CREATE TRIGGER %1$s_stores_insert AFTER INSERT ON %1$s REFERENCING NEW TABLE AS added '
                   'FOR EACH STATEMENT %3$sEXECUTE FUNCTION keep_store_%2$s_totals()', t.relation, t.kind, quiet);
    EXECUTE format('CREATE TRIGGER %1$s_stores_update AFTER UPDATE ON %1$s REFERENCING NEW TABLE AS added '
                   'OLD TABLE AS removed FOR EACH STATEMENT %3$sEXECUTE FUNCTION keep_store_%2$s_totals()',
                   t.relation, t.kind, quiet);
    EXECUTE format('CREATE TRIGGER %1$s_stores_delete AFTER DELETE ON %1$s REFERENCING OLD TABLE AS removed '
                   'FOR EACH STATEMENT %3$sEXECUTE FUNCTION keep_store_%2$s_totals()', t.relation, t.kind, quiet);
    EXECUTE format('CREATE TRIGGER %1$s_stores_truncate AFTER TRUNCATE ON %1$s '
                   'FOR EACH STATEMENT EXECUTE FUNCTION recount_stores_after_truncate()', t.relation);
  END LOOP;
END
$$;

-- One row where there are several, of the days between two, as fold_daily_totals() does.
CREATE FUNCTION fold_store_totals(first_day DATE, last_day DATE) RETURNS void
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
AS $$
BEGIN
  IF NOT pg_try_advisory_xact_lock(hashtextextended('ddi.store_totals', 0)) THEN
    RETURN;
  END IF;
  WITH doubled AS (
    SELECT store_id, date, user_id FROM store_sales_totals WHERE date BETWEEN first_day AND last_day
    GROUP BY store_id, date, user_id HAVING count(*) > 1
  ), gone AS (
    DELETE FROM store_sales_totals t USING doubled d
    WHERE t.date = d.date AND t.store_id = d.store_id AND t.user_id = d.user_id
    RETURNING t.*
  )
  INSERT INTO store_sales_totals
    SELECT store_id, date, user_id, sum(n), sum(sold), sum(revenue), sum(bare)
    FROM gone GROUP BY store_id, date, user_id HAVING sum(n) <> 0;
  WITH doubled AS (
    SELECT store_id, date FROM store_production_totals WHERE date BETWEEN first_day AND last_day
    GROUP BY store_id, date HAVING count(*) > 1
  ), gone AS (
    DELETE FROM store_production_totals t USING doubled d
    WHERE t.date = d.date AND t.store_id = d.store_id
    RETURNING t.*
  )
  INSERT INTO store_production_totals
    SELECT store_id, date, sum(n), sum(made), sum("left")
    FROM gone GROUP BY store_id, date HAVING sum(n) <> 0;
END
$$;
REVOKE EXECUTE ON FUNCTION fold_store_totals(DATE, DATE) FROM PUBLIC;

CREATE FUNCTION fold_stores_of_batch() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
  AS $$ BEGIN PERFORM fold_store_totals(NEW.first_date, NEW.last_date); RETURN NULL; END $$;
CREATE FUNCTION fold_stores_of_run() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
  AS $$ BEGIN PERFORM fold_store_totals(NEW.origin - 60, NEW.origin); RETURN NULL; END $$;
CREATE TRIGGER import_batches_fold_stores AFTER UPDATE OF rows_unchanged, undone_at ON import_batches
  FOR EACH ROW EXECUTE FUNCTION fold_stores_of_batch();
CREATE TRIGGER forecast_runs_fold_stores AFTER INSERT ON forecast_runs
  FOR EACH ROW EXECUTE FUNCTION fold_stores_of_run();

-- Joined, not compared with an array: 200 shops a row would be looked through one after the other, and no key of these
-- tables begins with the shop.
ALTER TABLE store_sales_totals ENABLE ROW LEVEL SECURITY;
ALTER TABLE store_production_totals ENABLE ROW LEVEL SECURITY;
CREATE POLICY see ON store_sales_totals FOR SELECT TO ddi_app
  USING (store_id IN (SELECT unnest(auth.visible_stores())));
CREATE POLICY see ON store_production_totals FOR SELECT TO ddi_app
  USING (store_id IN (SELECT unnest(auth.visible_stores())));
GRANT SELECT ON store_sales_totals, store_production_totals TO ddi_app;

SELECT recount_store_totals();
