-- Who sees every shop sums a year of the chain from as many rows as it has days and products, and not from those of
-- each district. What a statement adds to the totals of its districts it adds to the chain's, in the same way: rows of
-- differences that are summed, and folded later.

CREATE TABLE chain_sales_totals (
  date DATE NOT NULL,
  product_id INTEGER NOT NULL,
  n BIGINT NOT NULL,
  sold BIGINT NOT NULL,
  revenue NUMERIC NOT NULL,
  n_revenue BIGINT NOT NULL,
  bare BIGINT NOT NULL
);
CREATE TABLE chain_waste_totals (
  date DATE NOT NULL,
  product_id INTEGER NOT NULL,
  reason TEXT,
  n BIGINT NOT NULL,
  wasted BIGINT NOT NULL,
  cost NUMERIC NOT NULL,
  n_cost BIGINT NOT NULL,
  bare BIGINT NOT NULL
);
CREATE TABLE chain_production_totals (
  date DATE NOT NULL,
  product_id INTEGER NOT NULL,
  n BIGINT NOT NULL,
  made BIGINT NOT NULL,
  "left" BIGINT NOT NULL
);
CREATE INDEX chain_sales_totals_key ON chain_sales_totals(date, product_id);
CREATE INDEX chain_waste_totals_key ON chain_waste_totals(date, product_id);
CREATE INDEX chain_production_totals_key ON chain_production_totals(date, product_id);

CREATE OR REPLACE FUNCTION keep_sales_totals() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
AS $$
DECLARE
  rows CONSTANT TEXT := signed_rows(TG_OP);
  touched INTEGER[];
BEGIN
  EXECUTE format('SELECT array_agg(DISTINCT store_id) FROM (%s) c', rows) INTO touched;
  PERFORM hold_stores(touched, false);
  EXECUTE format('WITH kept AS (
    INSERT INTO daily_sales_totals
    SELECT s.district_id, c.date, c.product_id, sum(sign), sum(sign * quantity_sold::bigint),
           coalesce(sum(sign * revenue), 0), coalesce(sum(sign) FILTER (WHERE revenue IS NOT NULL), 0),
           coalesce(sum(sign * quantity_sold::bigint) FILTER (WHERE revenue IS NULL), 0)
    FROM (%s) c JOIN stores s ON s.id = c.store_id
    GROUP BY s.district_id, c.date, c.product_id
    HAVING sum(sign) <> 0 OR sum(sign * quantity_sold::bigint) <> 0 OR sum(sign * revenue) <> 0
        OR sum(sign) FILTER (WHERE revenue IS NOT NULL) <> 0
        OR sum(sign * quantity_sold::bigint) FILTER (WHERE revenue IS NULL) <> 0
    RETURNING *)
    INSERT INTO chain_sales_totals
    SELECT date, product_id, sum(n), sum(sold), sum(revenue), sum(n_revenue), sum(bare)
    FROM kept GROUP BY date, product_id', rows);
  RETURN NULL;
END
$$;

CREATE OR REPLACE FUNCTION keep_waste_totals() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
AS $$
DECLARE
  rows CONSTANT TEXT := signed_rows(TG_OP);
  touched INTEGER[];
BEGIN
  EXECUTE format('SELECT array_agg(DISTINCT store_id) FROM (%s) c', rows) INTO touched;
  PERFORM hold_stores(touched, true);
  EXECUTE format('WITH kept AS (
    INSERT INTO daily_waste_totals
    SELECT s.district_id, c.date, c.product_id, nullif(btrim(c.reason), ''''), sum(sign),
           sum(sign * quantity_wasted::bigint), coalesce(sum(sign * cost), 0),
           coalesce(sum(sign) FILTER (WHERE cost IS NOT NULL), 0),
           coalesce(sum(sign * quantity_wasted::bigint) FILTER (WHERE cost IS NULL), 0)
    FROM (%s) c JOIN stores s ON s.id = c.store_id
    GROUP BY s.district_id, c.date, c.product_id, nullif(btrim(c.reason), '''')
    HAVING sum(sign) <> 0 OR sum(sign * quantity_wasted::bigint) <> 0 OR sum(sign * cost) <> 0
        OR sum(sign) FILTER (WHERE cost IS NOT NULL) <> 0
        OR sum(sign * quantity_wasted::bigint) FILTER (WHERE cost IS NULL) <> 0
    RETURNING *)
    INSERT INTO chain_waste_totals
    SELECT date, product_id, reason, sum(n), sum(wasted), sum(cost), sum(n_cost), sum(bare)
    FROM kept GROUP BY date, product_id, reason', rows);
  EXECUTE format('WITH kept AS (
    INSERT INTO daily_production_totals
    SELECT s.district_id, c.date, c.product_id, 0, 0, sum(sign * least(c.quantity_wasted, m.quantity_produced)::bigint)
    FROM (%s) c JOIN stores s ON s.id = c.store_id
    JOIN daily_production m ON m.store_id = c.store_id AND m.date = c.date AND m.product_id = c.product_id
    GROUP BY s.district_id, c.date, c.product_id
    HAVING sum(sign * least(c.quantity_wasted, m.quantity_produced)::bigint) <> 0
    RETURNING *)
    INSERT INTO chain_production_totals
    SELECT date, product_id, sum(n), sum(made), sum("left") FROM kept GROUP BY date, product_id', rows);
  RETURN NULL;
END
$$;

CREATE OR REPLACE FUNCTION keep_production_totals() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
AS $$
DECLARE
  rows CONSTANT TEXT := signed_rows(TG_OP);
  touched INTEGER[];
BEGIN
  EXECUTE format('SELECT array_agg(DISTINCT store_id) FROM (%s) c', rows) INTO touched;
  PERFORM hold_stores(touched, true);
  EXECUTE format('WITH kept AS (
    INSERT INTO daily_production_totals
    SELECT s.district_id, c.date, c.product_id, sum(sign), sum(sign * c.quantity_produced::bigint),
           coalesce(sum(sign * least(w.quantity_wasted, c.quantity_produced)::bigint)
                    FILTER (WHERE w.quantity_wasted IS NOT NULL), 0)
    FROM (%s) c JOIN stores s ON s.id = c.store_id
    LEFT JOIN all_waste w ON w.store_id = c.store_id AND w.date = c.date AND w.product_id = c.product_id
    GROUP BY s.district_id, c.date, c.product_id
    HAVING sum(sign) <> 0 OR sum(sign * c.quantity_produced::bigint) <> 0
        OR sum(sign * least(w.quantity_wasted, c.quantity_produced)::bigint)
           FILTER (WHERE w.quantity_wasted IS NOT NULL) <> 0
    RETURNING *)
    INSERT INTO chain_production_totals
    SELECT date, product_id, sum(n), sum(made), sum("left") FROM kept GROUP BY date, product_id', rows);
  RETURN NULL;
END
$$;

CREATE OR REPLACE FUNCTION recount_daily_totals() RETURNS void
  LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp
AS $$
BEGIN
  LOCK TABLE stores, daily_production, daily_waste, daily_sales, daily_waste_archive, daily_sales_archive
    IN SHARE ROW EXCLUSIVE MODE;
  DELETE FROM chain_sales_totals;
  DELETE FROM chain_waste_totals;
  DELETE FROM chain_production_totals;
  DELETE FROM daily_sales_totals;
  DELETE FROM daily_waste_totals;
  DELETE FROM daily_production_totals;
  INSERT INTO daily_sales_totals
    SELECT s.district_id, r.date, r.product_id, count(*), sum(r.quantity_sold), coalesce(sum(r.revenue), 0),
           count(r.revenue), coalesce(sum(r.quantity_sold) FILTER (WHERE r.revenue IS NULL), 0)
    FROM all_sales r JOIN stores s ON s.id = r.store_id
    GROUP BY s.district_id, r.date, r.product_id
    ORDER BY r.date, s.district_id, r.product_id;
  INSERT INTO daily_waste_totals
    SELECT s.district_id, r.date, r.product_id, nullif(btrim(r.reason), ''), count(*), sum(r.quantity_wasted),
           coalesce(sum(r.cost), 0), count(r.cost), coalesce(sum(r.quantity_wasted) FILTER (WHERE r.cost IS NULL), 0)
    FROM all_waste r JOIN stores s ON s.id = r.store_id
    GROUP BY s.district_id, r.date, r.product_id, nullif(btrim(r.reason), '')
    ORDER BY r.date, s.district_id, r.product_id;
  INSERT INTO daily_production_totals
    SELECT s.district_id, r.date, r.product_id, count(*), sum(r.quantity_produced),
           sum(least(coalesce(w.quantity_wasted, 0), r.quantity_produced))
    FROM daily_production r JOIN stores s ON s.id = r.store_id
    LEFT JOIN all_waste w ON w.store_id = r.store_id AND w.date = r.date AND w.product_id = r.product_id
    GROUP BY s.district_id, r.date, r.product_id
    ORDER BY r.date, s.district_id, r.product_id;
  INSERT INTO chain_sales_totals
    SELECT date, product_id, sum(n), sum(sold), sum(revenue), sum(n_revenue), sum(bare)
    FROM daily_sales_totals GROUP BY date, product_id;
  INSERT INTO chain_waste_totals
    SELECT date, product_id, reason, sum(n), sum(wasted), sum(cost), sum(n_cost), sum(bare)
    FROM daily_waste_totals GROUP BY date, product_id, reason;
  INSERT INTO chain_production_totals
    SELECT date, product_id, sum(n), sum(made), sum("left") FROM daily_production_totals GROUP BY date, product_id;
END
$$;

CREATE OR REPLACE FUNCTION fold_daily_totals(first_day DATE, last_day DATE) RETURNS void
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
  WITH doubled AS (
    SELECT date, product_id FROM chain_sales_totals WHERE date BETWEEN first_day AND last_day
    GROUP BY date, product_id HAVING count(*) > 1
  ), gone AS (
    DELETE FROM chain_sales_totals t USING doubled d
    WHERE t.date = d.date AND t.product_id = d.product_id
    RETURNING t.*
  )
  INSERT INTO chain_sales_totals
    SELECT date, product_id, sum(n), sum(sold), sum(revenue), sum(n_revenue), sum(bare)
    FROM gone GROUP BY date, product_id HAVING sum(n) <> 0;
  WITH doubled AS (
    SELECT date, product_id, reason FROM chain_waste_totals WHERE date BETWEEN first_day AND last_day
    GROUP BY date, product_id, reason HAVING count(*) > 1
  ), gone AS (
    DELETE FROM chain_waste_totals t USING doubled d
    WHERE t.date = d.date AND t.product_id = d.product_id AND t.reason IS NOT DISTINCT FROM d.reason
    RETURNING t.*
  )
  INSERT INTO chain_waste_totals
    SELECT date, product_id, reason, sum(n), sum(wasted), sum(cost), sum(n_cost), sum(bare)
    FROM gone GROUP BY date, product_id, reason HAVING sum(n) <> 0;
  WITH doubled AS (
    SELECT date, product_id FROM chain_production_totals WHERE date BETWEEN first_day AND last_day
    GROUP BY date, product_id HAVING count(*) > 1
  ), gone AS (
    DELETE FROM chain_production_totals t USING doubled d
    WHERE t.date = d.date AND t.product_id = d.product_id
    RETURNING t.*
  )
  INSERT INTO chain_production_totals
    SELECT date, product_id, sum(n), sum(made), sum("left") FROM gone GROUP BY date, product_id HAVING sum(n) <> 0;
END
$$;

-- Only who sees every shop sees the chain.
CREATE FUNCTION auth.sees_chain() RETURNS BOOLEAN
  LANGUAGE sql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET timezone = 'UTC'
AS $$
  SELECT auth.visible_stores() <> '{}'
     AND NOT EXISTS (SELECT FROM public.stores s WHERE s.id <> ALL ((SELECT auth.visible_stores())::int[]))
$$;
REVOKE ALL ON FUNCTION auth.sees_chain() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION auth.sees_chain() TO ddi_app;
CREATE FUNCTION sees_chain() RETURNS BOOLEAN
  LANGUAGE sql STABLE
  AS $$ SELECT CASE WHEN row_security_active('public.chain_sales_totals') THEN auth.sees_chain() ELSE true END $$;
ALTER TABLE chain_sales_totals ENABLE ROW LEVEL SECURITY;
ALTER TABLE chain_waste_totals ENABLE ROW LEVEL SECURITY;
ALTER TABLE chain_production_totals ENABLE ROW LEVEL SECURITY;
CREATE POLICY see ON chain_sales_totals FOR SELECT TO ddi_app USING ((SELECT auth.sees_chain()));
CREATE POLICY see ON chain_waste_totals FOR SELECT TO ddi_app USING ((SELECT auth.sees_chain()));
CREATE POLICY see ON chain_production_totals FOR SELECT TO ddi_app USING ((SELECT auth.sees_chain()));
GRANT SELECT ON chain_sales_totals, chain_waste_totals, chain_production_totals TO ddi_app;

-- What there is to sum for whoever asks: the rows of the chain, or of the districts that they see whole. Shops of other
-- districts are summed row by row: single_stores().
CREATE VIEW sales_totals WITH (security_invoker = true) AS
  SELECT date, product_id, n, sold, revenue, n_revenue, bare FROM chain_sales_totals
  UNION ALL
  SELECT date, product_id, n, sold, revenue, n_revenue, bare FROM daily_sales_totals WHERE NOT (SELECT sees_chain());
CREATE VIEW waste_totals WITH (security_invoker = true) AS
  SELECT date, product_id, reason, n, wasted, cost, n_cost, bare FROM chain_waste_totals
  UNION ALL
  SELECT date, product_id, reason, n, wasted, cost, n_cost, bare FROM daily_waste_totals
  WHERE NOT (SELECT sees_chain());
CREATE VIEW production_totals WITH (security_invoker = true) AS
  SELECT date, product_id, n, made, "left" FROM chain_production_totals
  UNION ALL
  SELECT date, product_id, n, made, "left" FROM daily_production_totals WHERE NOT (SELECT sees_chain());
GRANT SELECT ON sales_totals, waste_totals, production_totals TO ddi_app;

INSERT INTO chain_sales_totals
  SELECT date, product_id, sum(n), sum(sold), sum(revenue), sum(n_revenue), sum(bare)
  FROM daily_sales_totals GROUP BY date, product_id ORDER BY date, product_id;
INSERT INTO chain_waste_totals
  SELECT date, product_id, reason, sum(n), sum(wasted), sum(cost), sum(n_cost), sum(bare)
  FROM daily_waste_totals GROUP BY date, product_id, reason ORDER BY date, product_id;
INSERT INTO chain_production_totals
  SELECT date, product_id, sum(n), sum(made), sum("left")
  FROM daily_production_totals GROUP BY date, product_id ORDER BY date, product_id;
