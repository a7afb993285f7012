-- A forecast learns what was sold as soon as it is entered, and an edited row tells that it was.

-- What was sold on a forecast's day, and whether that is only a lower bound of demand: on a complete
-- day something was made and nothing of it was left.
CREATE FUNCTION is_sell_out(state TEXT, made INTEGER, wasted INTEGER, sold INTEGER) RETURNS BOOLEAN
  LANGUAGE sql IMMUTABLE PARALLEL SAFE
  AS $$ SELECT coalesce(state = 'complete' AND made > 0 AND (wasted = 0 OR (wasted IS NULL AND sold >= made)), false) $$;

-- Once a statement, whatever it touched: from transition tables, so that half a million imported
-- rows cost one join. changed holds (store_id, date, product_id); a store's day stands for all of
-- its products.
CREATE FUNCTION refresh_actuals() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
AS $$
BEGIN
  UPDATE forecasts f
    SET actual_demand = s.quantity_sold,
        actual_censored = is_sell_out(d.state, p.quantity_produced, w.quantity_wasted, s.quantity_sold)
    FROM (SELECT DISTINCT g.id FROM changed c JOIN forecasts g
            ON g.store_id = c.store_id AND g.forecast_date = c.date AND g.product_id = c.product_id) touched
    JOIN forecasts o ON o.id = touched.id
    LEFT JOIN daily_sales s ON s.store_id = o.store_id AND s.date = o.forecast_date AND s.product_id = o.product_id
    LEFT JOIN daily_waste w ON w.store_id = o.store_id AND w.date = o.forecast_date AND w.product_id = o.product_id
    LEFT JOIN daily_production p
      ON p.store_id = o.store_id AND p.date = o.forecast_date AND p.product_id = o.product_id
    LEFT JOIN store_days d ON d.store_id = o.store_id AND d.date = o.forecast_date
    WHERE f.id = touched.id
      AND (f.actual_demand, f.actual_censored) IS DISTINCT FROM
          (s.quantity_sold, is_sell_out(d.state, p.quantity_produced, w.quantity_wasted, s.quantity_sold));
  RETURN NULL;
END
$$;

CREATE FUNCTION refresh_actuals_of_days() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
AS $$
BEGIN
  UPDATE forecasts f
    SET actual_censored = is_sell_out(d.state, p.quantity_produced, w.quantity_wasted, f.actual_demand)
    FROM (SELECT DISTINCT g.id FROM changed c JOIN forecasts g
            ON g.store_id = c.store_id AND g.forecast_date = c.date) touched
    JOIN forecasts o ON o.id = touched.id
    LEFT JOIN daily_waste w ON w.store_id = o.store_id AND w.date = o.forecast_date AND w.product_id = o.product_id
    LEFT JOIN daily_production p
      ON p.store_id = o.store_id AND p.date = o.forecast_date AND p.product_id = o.product_id
    LEFT JOIN store_days d ON d.store_id = o.store_id AND d.date = o.forecast_date
    WHERE f.id = touched.id
      AND f.actual_censored IS DISTINCT FROM
          is_sell_out(d.state, p.quantity_produced, w.quantity_wasted, f.actual_demand);
  RETURN NULL;
END
$$;

-- A forecast of a day that has figures already; what a contract client wrote itself stays otherwise.
CREATE FUNCTION fill_new_actuals() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
AS $$
BEGIN
  UPDATE forecasts f
    SET actual_demand = s.quantity_sold,
        actual_censored = is_sell_out(d.state, p.quantity_produced, w.quantity_wasted, s.quantity_sold)
    FROM changed c
    JOIN daily_sales s ON s.store_id = c.store_id AND s.date = c.forecast_date AND s.product_id = c.product_id
    LEFT JOIN daily_waste w ON w.store_id = c.store_id AND w.date = c.forecast_date AND w.product_id = c.product_id
    LEFT JOIN daily_production p
      ON p.store_id = c.store_id AND p.date = c.forecast_date AND p.product_id = c.product_id
    LEFT JOIN store_days d ON d.store_id = c.store_id AND d.date = c.forecast_date
    WHERE f.id = c.id;
  RETURN NULL;
END
$$;

DO $$
DECLARE
  relation TEXT;
BEGIN
  FOREACH relation IN ARRAY ARRAY['daily_sales', 'daily_waste', 'daily_production'] LOOP
    EXECUTE format('CREATE TRIGGER %1$s_actuals_insert AFTER INSERT ON %1$s REFERENCING NEW TABLE AS changed '
                   'FOR EACH STATEMENT EXECUTE FUNCTION refresh_actuals()', relation);
    EXECUTE format('CREATE TRIGGER %1$s_actuals_update AFTER UPDATE ON %1$s REFERENCING NEW TABLE AS changed '
                   'FOR EACH STATEMENT EXECUTE FUNCTION refresh_actuals()', relation);
    EXECUTE format('CREATE TRIGGER %1$s_actuals_leave AFTER UPDATE ON %1$s REFERENCING OLD TABLE AS changed '
                   'FOR EACH STATEMENT EXECUTE FUNCTION refresh_actuals()', relation);
    EXECUTE format('CREATE TRIGGER %1$s_actuals_delete AFTER DELETE ON %1$s REFERENCING OLD TABLE AS changed '
                   'FOR EACH STATEMENT EXECUTE FUNCTION refresh_actuals()', relation);
  END LOOP;
END
$$;
CREATE TRIGGER store_days_actuals_insert AFTER INSERT ON store_days REFERENCING NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION refresh_actuals_of_days();
CREATE TRIGGER store_days_actuals_update AFTER UPDATE ON store_days REFERENCING NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION refresh_actuals_of_days();
CREATE TRIGGER store_days_actuals_delete AFTER DELETE ON store_days REFERENCING OLD TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION refresh_actuals_of_days();
CREATE TRIGGER forecasts_actuals AFTER INSERT ON forecasts REFERENCING NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION fill_new_actuals();

-- row_version moves whenever somebody changes a row, so that an editor who saw an older one is told.
CREATE FUNCTION bump_row_version() RETURNS trigger
  LANGUAGE plpgsql
AS $$
BEGIN
  NEW.row_version := OLD.row_version + 1;
  RETURN NEW;
END
$$;
DO $$
DECLARE
  relation TEXT;
BEGIN
  FOREACH relation IN ARRAY ARRAY['daily_sales', 'daily_waste', 'daily_production', 'store_days', 'products',
                                  'stores', 'users', 'calendar_events'] LOOP
    EXECUTE format('CREATE TRIGGER %1$s_9_version BEFORE UPDATE ON %1$s FOR EACH ROW '
                   'WHEN (OLD.* IS DISTINCT FROM NEW.*) EXECUTE FUNCTION bump_row_version()', relation);
  END LOOP;
END
$$;
-- What is sold meanwhile makes nobody's decision stale.
CREATE TRIGGER forecasts_9_version
  BEFORE UPDATE OF predicted_demand, lower_bound, upper_bound, confidence, status, order_quantity, approved_quantity,
                   kept_against ON forecasts
  FOR EACH ROW WHEN (OLD.* IS DISTINCT FROM NEW.*) EXECUTE FUNCTION bump_row_version();

-- Ends a unit whose row was edited or deleted meanwhile; the condition becomes DDI_DB_ERROR_STALE.
CREATE FUNCTION refuse_stale(what TEXT) RETURNS BOOLEAN
  LANGUAGE plpgsql
AS $$
BEGIN
  RAISE EXCEPTION '%', what USING ERRCODE = 'DD001';
END
$$;
