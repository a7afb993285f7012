-- Days that lie before or after all forecasts change none: an import of years that are over looked up the forecast of each
-- of its rows, twice. The first and last day are read in the statement that looks, which so sees the same forecasts.
CREATE OR REPLACE FUNCTION refresh_actuals() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp SET timezone = 'UTC'
  SET standard_conforming_strings = on
AS $$
BEGIN
  -- Who waits here for another edit of the same day sees afterwards what that has written.
  PERFORM FROM forecasts f
    WHERE f.id IN (SELECT g.id FROM changed c JOIN forecasts g
                     ON g.store_id = c.store_id AND g.forecast_date = c.date AND g.product_id = c.product_id
                   WHERE c.date BETWEEN (SELECT min(forecast_date) FROM forecasts) AND (SELECT max(forecast_date) FROM forecasts))
    ORDER BY f.id FOR NO KEY UPDATE;
  UPDATE forecasts f
    SET actual_demand = s.quantity_sold,
        actual_censored = is_sell_out(d.state, p.quantity_produced, w.quantity_wasted, s.quantity_sold)
    FROM (SELECT DISTINCT g.id FROM changed c JOIN forecasts g
            ON g.store_id = c.store_id AND g.forecast_date = c.date AND g.product_id = c.product_id
          WHERE c.date BETWEEN (SELECT min(forecast_date) FROM forecasts) AND (SELECT max(forecast_date) FROM forecasts)) touched
    JOIN forecasts o ON o.id = touched.id
    LEFT JOIN all_sales s ON s.store_id = o.store_id AND s.date = o.forecast_date AND s.product_id = o.product_id
    LEFT JOIN all_waste w ON w.store_id = o.store_id AND w.date = o.forecast_date AND w.product_id = o.product_id
    LEFT JOIN daily_production p
      ON p.store_id = o.store_id AND p.date = o.forecast_date AND p.product_id = o.product_id
    LEFT JOIN store_days d ON d.store_id = o.store_id AND d.date = o.forecast_date
    WHERE f.id = touched.id
      AND (f.actual_demand, f.actual_censored) IS DISTINCT FROM
          (s.quantity_sold, is_sell_out(d.state, p.quantity_produced, w.quantity_wasted, s.quantity_sold));
  RETURN NULL;
END
$$;
