-- What the forecasts of a shop's day come to, by category, and how far off they were: the Overview reads thousands of such
-- rows instead of millions of forecasts.
--
-- A row here depends on several: which of two forecasts was decided, what was sold, and what the mean of the last four same
-- weekdays would have been. So who writes any of them leaves a mark on the shop's day, and whoever reads sums a marked day
-- from the forecasts themselves, until refresh_forecast_totals() has summed it: at the end of an import or of a run of
-- forecasts, and by whoever leaves the last of many marks. A mark is deleted in the statement that sums its day: what it
-- sees of marks and of rows is one snapshot, and the mark of a transaction that it does not see remains.

-- One row a forecast in force: the decided one where there is one, else the pending one.
-- below, above: the standard deviations that its bounds imply, pieces; scored: it can be told how far off it was, its day
-- was not sold out; rule: the mean of the last four same weekdays, pieces (NULL: none was sold).
CREATE VIEW forecasts_in_force WITH (security_invoker = true) AS
SELECT f.store_id, f.forecast_date AS date, p.category, f.actual_demand IS NOT NULL AS known, f.predicted_demand AS predicted,
       f.actual_demand AS actual, (f.predicted_demand - f.lower_bound) / reach.z AS below,
       (f.upper_bound - f.predicted_demand) / reach.z AS above, f.actual_censored AS sold_out,
       f.actual_demand IS NOT NULL AND f.predicted_demand IS NOT NULL AND NOT f.actual_censored AS scored, rule.mean AS rule
FROM (
  SELECT * FROM forecasts WHERE status <> 'pending'
  UNION ALL
  SELECT * FROM forecasts u
  WHERE status = 'pending'
    AND NOT EXISTS (SELECT FROM forecasts d WHERE d.store_id = u.store_id AND d.forecast_date = u.forecast_date
                      AND d.product_id = u.product_id AND d.status <> 'pending')) f
JOIN products p ON p.id = f.product_id
CROSS JOIN LATERAL (SELECT range_reach(range_coverage(f.explanation)) AS z) reach
LEFT JOIN LATERAL (
  SELECT avg(x.quantity_sold)::float8 AS mean
  FROM all_sales x
  WHERE f.actual_demand IS NOT NULL AND f.predicted_demand IS NOT NULL AND NOT f.actual_censored
    AND x.store_id = f.store_id AND x.product_id = f.product_id
    AND x.date IN (f.forecast_date - 7, f.forecast_date - 14, f.forecast_date - 21, f.forecast_date - 28)) rule ON true;
CREATE VIEW forecast_day_sums WITH (security_invoker = true) AS
SELECT store_id, date, category, known, count(*) AS n, sum(predicted) AS predicted, sum(below) AS below, sum(below ^ 2) AS below2,
       sum(above) AS above, sum(above ^ 2) AS above2, count(*) FILTER (WHERE sold_out) AS n_sold_out,
       count(*) FILTER (WHERE scored) AS n_scored,
       coalesce(sum(abs(predicted - actual)) FILTER (WHERE scored), 0) AS absolute_error,
       coalesce(sum(actual) FILTER (WHERE scored), 0) AS actual, count(rule) AS n_rule,
       coalesce(sum(abs(rule - actual)), 0) AS rule_error,
       coalesce(sum(actual) FILTER (WHERE rule IS NOT NULL), 0) AS rule_actual
FROM forecasts_in_force
GROUP BY store_id, date, category, known;
GRANT SELECT ON forecasts_in_force, forecast_day_sums TO ddi_app;

-- known: their actuals are; below, below2, above, above2: sums and sums of squares; n_scored … actual: of those that are
-- scored, n_rule … rule_actual: of those that the rule says something about, too.
CREATE TABLE chain_forecast_totals (
  date DATE NOT NULL,
  category VARCHAR(100),
  known BOOLEAN NOT NULL,
  n BIGINT NOT NULL,
  predicted BIGINT,
  below DOUBLE PRECISION,
  below2 DOUBLE PRECISION,
  above DOUBLE PRECISION,
  above2 DOUBLE PRECISION,
  n_sold_out BIGINT NOT NULL,
  n_scored BIGINT NOT NULL,
  absolute_error BIGINT NOT NULL,
  actual BIGINT NOT NULL,
  n_rule BIGINT NOT NULL,
  rule_error DOUBLE PRECISION NOT NULL,
  rule_actual BIGINT NOT NULL
);
CREATE INDEX chain_forecast_totals_key ON chain_forecast_totals(date);
CREATE TABLE forecast_totals (store_id INTEGER NOT NULL, LIKE chain_forecast_totals);
CREATE INDEX forecast_totals_key ON forecast_totals(date, store_id);
CREATE TABLE forecast_marks (
  store_id INTEGER NOT NULL,
  date DATE NOT NULL
);
CREATE INDEX forecast_marks_key ON forecast_marks(date, store_id);

ALTER TABLE forecast_totals ENABLE ROW LEVEL SECURITY;
ALTER TABLE chain_forecast_totals ENABLE ROW LEVEL SECURITY;
ALTER TABLE forecast_marks ENABLE ROW LEVEL SECURITY;
CREATE POLICY see ON forecast_totals FOR SELECT TO ddi_app USING (store_id IN (SELECT unnest(auth.visible_stores())));
CREATE POLICY see ON chain_forecast_totals FOR SELECT TO ddi_app USING ((SELECT auth.sees_chain()));
CREATE POLICY see ON forecast_marks FOR SELECT TO ddi_app USING (store_id IN (SELECT unnest(auth.visible_stores())));
GRANT SELECT ON forecast_totals, chain_forecast_totals, forecast_marks TO ddi_app;

-- ---- sums ----

-- Sums the marked days, the first @most of them (NULL: all); one at a time does. → how many days of shops.
CREATE FUNCTION refresh_forecast_totals(most INTEGER) RETURNS BIGINT
  LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp
AS $$
DECLARE
  days DATE[];
  n_days BIGINT;
BEGIN
  IF NOT pg_try_advisory_xact_lock(hashtext('ddi.forecast_totals')) THEN
    RETURN 0;
  END IF;
  WITH gone AS (
    DELETE FROM forecast_marks
    WHERE (date, store_id) IN (SELECT DISTINCT m.date, m.store_id FROM forecast_marks m ORDER BY 1, 2 LIMIT most)
    RETURNING store_id, date
  ), marked AS MATERIALIZED (
    SELECT DISTINCT store_id, date FROM gone
  ), former AS (
    DELETE FROM forecast_totals t USING marked m WHERE t.date = m.date AND t.store_id = m.store_id
  ), summed AS (
    -- OFFSET: day by day, not all forecasts first.
    INSERT INTO forecast_totals
    SELECT d.* FROM marked m CROSS JOIN LATERAL (
      SELECT * FROM forecast_day_sums x WHERE x.store_id = m.store_id AND x.date = m.date OFFSET 0) d
  )
  SELECT array_agg(DISTINCT date), count(*) INTO days, n_days FROM marked;
  DELETE FROM chain_forecast_totals WHERE date = ANY (days);
  INSERT INTO chain_forecast_totals
  SELECT date, category, known, sum(n), sum(predicted), sum(below), sum(below2), sum(above), sum(above2), sum(n_sold_out),
         sum(n_scored), sum(absolute_error), sum(actual), sum(n_rule), sum(rule_error), sum(rule_actual)
  FROM forecast_totals
  WHERE date = ANY (days)
  GROUP BY date, category, known;
  RETURN n_days;
END
$$;
REVOKE EXECUTE ON FUNCTION refresh_forecast_totals(INTEGER) FROM PUBLIC;

-- ---- marks ----

-- Whoever changes a few days sums some, where many are marked; a bulk sums its own at its end.
CREATE FUNCTION sum_some_marks(n_left BIGINT) RETURNS void
  LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp
AS $$
BEGIN
  IF n_left BETWEEN 1 AND 8 AND (SELECT count(*) FROM (SELECT FROM forecast_marks LIMIT 33) m) > 32 THEN
    PERFORM refresh_forecast_totals(32);
  END IF;
END
$$;
REVOKE EXECUTE ON FUNCTION sum_some_marks(BIGINT) FROM PUBLIC;

CREATE FUNCTION mark_forecasts() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp SET timezone = 'UTC'
  SET standard_conforming_strings = on
AS $$
DECLARE
  n_left BIGINT;
BEGIN
  INSERT INTO forecast_marks SELECT DISTINCT store_id, forecast_date FROM changed;
  GET DIAGNOSTICS n_left = ROW_COUNT;
  PERFORM sum_some_marks(n_left);
  RETURN NULL;
END
$$;

-- What is sold now is a fourth of the rule's mean in each of the next four weeks.
CREATE FUNCTION mark_rules() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp SET timezone = 'UTC'
  SET standard_conforming_strings = on
AS $$
DECLARE
  last CONSTANT DATE := max(forecast_date) FROM forecasts;
  first CONSTANT DATE := min(forecast_date) FROM forecasts;
BEGIN
  INSERT INTO forecast_marks
  SELECT d.store_id, d.date
  FROM (SELECT DISTINCT c.store_id, c.date + 7 * w AS date
        FROM (SELECT DISTINCT store_id, date FROM changed) c, generate_series(1, 4) w) d
  WHERE d.date BETWEEN first AND last
    AND (EXISTS (SELECT FROM forecasts f WHERE f.store_id = d.store_id AND f.forecast_date = d.date AND f.status = 'pending')
         OR EXISTS (SELECT FROM forecasts f WHERE f.store_id = d.store_id AND f.forecast_date = d.date AND f.status <> 'pending'));
  RETURN NULL;
END
$$;

CREATE FUNCTION mark_category() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp SET timezone = 'UTC'
  SET standard_conforming_strings = on
AS $$
BEGIN
  INSERT INTO forecast_marks SELECT DISTINCT store_id, forecast_date FROM forecasts WHERE product_id = NEW.id;
  RETURN NULL;
END
$$;

CREATE FUNCTION forget_forecast_totals() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp SET timezone = 'UTC'
  SET standard_conforming_strings = on
AS $$
BEGIN
  DELETE FROM forecast_totals;
  DELETE FROM chain_forecast_totals;
  DELETE FROM forecast_marks;
  RETURN NULL;
END
$$;

CREATE TRIGGER forecasts_mark_insert AFTER INSERT ON forecasts REFERENCING NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION mark_forecasts();
CREATE TRIGGER forecasts_mark_update AFTER UPDATE ON forecasts REFERENCING NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION mark_forecasts();
CREATE TRIGGER forecasts_mark_leave AFTER UPDATE ON forecasts REFERENCING OLD TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION mark_forecasts();
CREATE TRIGGER forecasts_mark_delete AFTER DELETE ON forecasts REFERENCING OLD TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION mark_forecasts();
CREATE TRIGGER forecasts_mark_truncate AFTER TRUNCATE ON forecasts
  FOR EACH STATEMENT EXECUTE FUNCTION forget_forecast_totals();
CREATE TRIGGER products_mark AFTER UPDATE OF category ON products
  FOR EACH ROW WHEN (NEW.category IS DISTINCT FROM OLD.category) EXECUTE FUNCTION mark_category();
CREATE TRIGGER daily_sales_mark_insert AFTER INSERT ON daily_sales REFERENCING NEW TABLE AS changed
  FOR EACH STATEMENT WHEN (NOT is_archiving()) EXECUTE FUNCTION mark_rules();
CREATE TRIGGER daily_sales_mark_update AFTER UPDATE ON daily_sales REFERENCING NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION mark_rules();
CREATE TRIGGER daily_sales_mark_leave AFTER UPDATE ON daily_sales REFERENCING OLD TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION mark_rules();
CREATE TRIGGER daily_sales_mark_delete AFTER DELETE ON daily_sales REFERENCING OLD TABLE AS changed
  FOR EACH STATEMENT WHEN (NOT is_archiving()) EXECUTE FUNCTION mark_rules();
CREATE TRIGGER daily_sales_archive_mark_insert AFTER INSERT ON daily_sales_archive REFERENCING NEW TABLE AS changed
  FOR EACH STATEMENT WHEN (NOT is_archiving()) EXECUTE FUNCTION mark_rules();
CREATE TRIGGER daily_sales_archive_mark_update AFTER UPDATE ON daily_sales_archive REFERENCING NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION mark_rules();
CREATE TRIGGER daily_sales_archive_mark_leave AFTER UPDATE ON daily_sales_archive REFERENCING OLD TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION mark_rules();
CREATE TRIGGER daily_sales_archive_mark_delete AFTER DELETE ON daily_sales_archive REFERENCING OLD TABLE AS changed
  FOR EACH STATEMENT WHEN (NOT is_archiving()) EXECUTE FUNCTION mark_rules();

CREATE FUNCTION auth.refresh_forecast_totals() RETURNS BIGINT
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp SET timezone = 'UTC'
  SET standard_conforming_strings = on
AS $$
BEGIN
  RETURN CASE WHEN auth.user_id() IS NULL THEN 0 ELSE refresh_forecast_totals(NULL) END;
END
$$;
REVOKE ALL ON FUNCTION auth.refresh_forecast_totals() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION auth.refresh_forecast_totals() TO ddi_app;

-- Whoever has just changed many days sums them, as the other totals are folded.
CREATE FUNCTION refresh_after_batch() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp SET timezone = 'UTC'
  SET standard_conforming_strings = on
AS $$ BEGIN PERFORM refresh_forecast_totals(NULL); RETURN NULL; END $$;
CREATE TRIGGER import_batches_refresh AFTER UPDATE OF rows_unchanged, undone_at ON import_batches
  FOR EACH ROW EXECUTE FUNCTION refresh_after_batch();
REVOKE ALL ON FUNCTION mark_forecasts(), mark_rules(), mark_category(), forget_forecast_totals(), refresh_after_batch()
  FROM PUBLIC;

-- ---- what is read ----

-- What the marked days of the shops that whoever asks sees come to: for the owner's eyes the planner finds its way through
-- the forecasts, which the policies hide from it.
CREATE FUNCTION auth.sum_marked_forecasts() RETURNS SETOF forecast_totals
  LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 200 SET search_path = pg_catalog, public, pg_temp SET timezone = 'UTC'
  SET standard_conforming_strings = on
AS $$
DECLARE
  everything CONSTANT BOOLEAN := pg_has_role(session_user, 'ddi_owner', 'USAGE');
  seen CONSTANT INTEGER[] := CASE WHEN everything THEN '{}' ELSE auth.visible_stores() END;
BEGIN
  RETURN QUERY
  WITH marked AS MATERIALIZED (
    SELECT DISTINCT m.store_id, m.date FROM forecast_marks m WHERE everything OR m.store_id = ANY (seen)
  )
  SELECT d.* FROM marked m CROSS JOIN LATERAL (
    SELECT * FROM forecast_day_sums x WHERE x.store_id = m.store_id AND x.date = m.date OFFSET 0) d;
END
$$;
REVOKE ALL ON FUNCTION auth.sum_marked_forecasts() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION auth.sum_marked_forecasts() TO ddi_app;

-- By shop: summed where nothing is marked, from the forecasts where something is.
CREATE VIEW store_forecast_sums WITH (security_invoker = true) AS
  SELECT t.* FROM forecast_totals t
  WHERE NOT EXISTS (SELECT FROM forecast_marks m WHERE m.date = t.date AND m.store_id = t.store_id)
  UNION ALL
  SELECT t.* FROM auth.sum_marked_forecasts() t;
-- Of all shops that are seen: the chain's rows for a day without a mark, where the whole chain is seen.
CREATE VIEW forecast_sums WITH (security_invoker = true) AS
  SELECT t.* FROM chain_forecast_totals t
  WHERE NOT EXISTS (SELECT FROM forecast_marks m WHERE m.date = t.date)
  UNION ALL
  SELECT s.date, s.category, s.known, s.n, s.predicted, s.below, s.below2, s.above, s.above2, s.n_sold_out, s.n_scored,
         s.absolute_error, s.actual, s.n_rule, s.rule_error, s.rule_actual
  FROM store_forecast_sums s
  WHERE NOT (SELECT sees_chain()) OR s.date IN (SELECT date FROM forecast_marks);
GRANT SELECT ON store_forecast_sums, forecast_sums TO ddi_app;

INSERT INTO forecast_marks SELECT DISTINCT store_id, forecast_date FROM forecasts;
SELECT refresh_forecast_totals(NULL);
