-- A sum of a day's forecasts is of one snapshot, but not all that it depends on leaves a mark of its own: whoever changes a
-- category or what was sold marks the days of the forecasts that he sees. Of two at work at once, one who adds forecasts and
-- one who changes a category, neither sees the other; where the first summed its day before the second was done, the sum kept
-- the former category for good. So nobody sums a day while somebody else is at work on what it depends on, who says so with
-- a lock that he keeps to the end of his transaction and takes before he looks which forecasts there are.

-- The lock of a shop's sales, one of 64 that shops share: how many locks a transaction takes does not grow with the chain.
-- Key 0 is the categories'.
CREATE FUNCTION forecast_marks_key(store_id INTEGER) RETURNS INTEGER
  LANGUAGE sql IMMUTABLE
AS $$ SELECT 1 + store_id % 64 $$;

CREATE OR REPLACE FUNCTION refresh_forecast_totals(most INTEGER) RETURNS BIGINT
  LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp
AS $$
DECLARE
  held INTEGER[];
  days DATE[];
  n_days BIGINT;
BEGIN
  IF NOT pg_try_advisory_xact_lock(hashtext('ddi.forecast_totals'))
     OR NOT pg_try_advisory_xact_lock(hashtext('ddi.forecast_marks'), 0) THEN
    RETURN 0;
  END IF;
  -- OFFSET: a lock is tried once.
  held := ARRAY(
    SELECT key
    FROM (SELECT DISTINCT forecast_marks_key(m.store_id) AS key
          FROM (SELECT DISTINCT date, store_id FROM forecast_marks ORDER BY 1, 2 LIMIT most) m OFFSET 0) k
    WHERE pg_try_advisory_xact_lock(hashtext('ddi.forecast_marks'), key));
  WITH gone AS (
    DELETE FROM forecast_marks
    WHERE (date, store_id) IN (SELECT DISTINCT m.date, m.store_id FROM forecast_marks m ORDER BY 1, 2 LIMIT most)
      AND forecast_marks_key(store_id) = ANY (held)
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

-- A day whose shop's sums somebody is making is marked without a look: its forecasts may be his, not to be seen yet.
CREATE OR REPLACE FUNCTION mark_rules() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp SET timezone = 'UTC'
  SET standard_conforming_strings = on
AS $$
DECLARE
  held CONSTANT INTEGER[] := ARRAY(
    SELECT key FROM (SELECT DISTINCT forecast_marks_key(store_id) AS key FROM changed OFFSET 0) k
    WHERE pg_try_advisory_xact_lock_shared(hashtext('ddi.forecast_marks'), key));
  last CONSTANT DATE := max(forecast_date) FROM forecasts;
  first CONSTANT DATE := min(forecast_date) FROM forecasts;
BEGIN
  INSERT INTO forecast_marks
  SELECT d.store_id, d.date
  FROM (SELECT DISTINCT c.store_id, c.date + 7 * w AS date
        FROM (SELECT DISTINCT store_id, date FROM changed) c, generate_series(1, 4) w) d
  WHERE forecast_marks_key(d.store_id) <> ALL (held)
     OR d.date BETWEEN first AND last
        AND (EXISTS (SELECT FROM forecasts f
                     WHERE f.store_id = d.store_id AND f.forecast_date = d.date AND f.status = 'pending')
             OR EXISTS (SELECT FROM forecasts f
                        WHERE f.store_id = d.store_id AND f.forecast_date = d.date AND f.status <> 'pending'));
  RETURN NULL;
END
$$;

-- A category changes seldom: it waits until who sums is done.
CREATE OR REPLACE FUNCTION mark_category() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp SET timezone = 'UTC'
  SET standard_conforming_strings = on
AS $$
BEGIN
  PERFORM pg_advisory_xact_lock_shared(hashtext('ddi.forecast_marks'), 0);
  INSERT INTO forecast_marks SELECT DISTINCT store_id, forecast_date FROM forecasts WHERE product_id = NEW.id;
  RETURN NULL;
END
$$;

-- What was summed too early so far is summed anew.
INSERT INTO forecast_marks SELECT DISTINCT store_id, forecast_date FROM forecasts;
SELECT refresh_forecast_totals(NULL);
