-- What a day of all shops is asked for: order lines, what sold out, what can hardly be right. A policy compares each row with
-- an array that the planner does not know: up to 200 shops a row, sorted again for each look-up in an index. Here the shops
-- that whoever asks sees are known when the statement is planned, and its rows are looked up with the owner's eyes: of these
-- shops only.

-- The lines of the order of one day; @store 0: of all shops that are seen. The columns are those of order_lines; coverage:
-- percent of days that the bounds are to hold; last_week: pieces made a week before, else sold (NULL: unknown). No look-up
-- is made twice, so none is remembered.
CREATE FUNCTION auth.list_order_lines(day DATE, store INTEGER)
  RETURNS TABLE (id INTEGER, store_id INTEGER, product_id INTEGER, status VARCHAR, predicted_demand INTEGER, lower_bound INTEGER,
                 upper_bound INTEGER, quantity INTEGER, coverage INTEGER, last_week INTEGER, changed_id INTEGER, is_new BOOLEAN,
                 is_big_change BOOLEAN, is_sold_out BOOLEAN, is_fallback BOOLEAN, is_exception BOOLEAN, decided_by INTEGER,
                 decided_at TIMESTAMPTZ)
  LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 5000 SET search_path = pg_catalog, public, pg_temp SET timezone = 'UTC'
  SET standard_conforming_strings = on SET plan_cache_mode = force_custom_plan SET enable_memoize = off
AS $$
DECLARE
  everything CONSTANT BOOLEAN := pg_has_role(session_user, 'ddi_owner', 'USAGE');
  seen CONSTANT INTEGER[] := CASE WHEN everything THEN '{}' ELSE auth.visible_stores() END;
BEGIN
  RETURN QUERY
  SELECT l.id, l.store_id, l.product_id, l.status, l.predicted_demand, l.lower_bound, l.upper_bound, l.quantity,
         range_coverage(l.explanation), coalesce(l.made_last_week, l.sold_last_week), l.changed_id, l.is_new, l.is_big_change,
         l.is_sold_out, l.is_fallback, l.is_exception, l.decided_by, l.decided_at
  FROM order_lines l
  WHERE l.forecast_date = day AND (store = 0 OR l.store_id = store) AND (everything OR l.store_id = ANY (seen));
END
$$;

-- Products that were gone too often in the seven days up to @today: three times or more, and on at least one of six days
-- that were counted. n: sold-out days of all shops that are seen, n_shops: with one, n_days: counted.
CREATE FUNCTION auth.list_sell_outs(store INTEGER, today DATE)
  RETURNS TABLE (product_id INTEGER, n BIGINT, n_shops BIGINT, n_days BIGINT)
  LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 20 SET search_path = pg_catalog, public, pg_temp SET timezone = 'UTC'
  SET standard_conforming_strings = on SET plan_cache_mode = force_custom_plan
AS $$
DECLARE
  everything CONSTANT BOOLEAN := pg_has_role(session_user, 'ddi_owner', 'USAGE');
  seen CONSTANT INTEGER[] := CASE WHEN everything THEN '{}' ELSE auth.visible_stores() END;
BEGIN
  RETURN QUERY
  WITH counted AS (
    -- What was sold matters where nobody has counted what was left.
    SELECT p.store_id, p.product_id, count(*) AS n_days,
           count(*) FILTER (WHERE p.sold_out_at IS NOT NULL OR is_sell_out(
             'complete', p.quantity_produced, w.quantity_wasted,
             CASE WHEN w.quantity_wasted IS NULL THEN (SELECT s.quantity_sold FROM daily_sales s
               WHERE s.store_id = p.store_id AND s.date = p.date AND s.product_id = p.product_id) END)) AS n
    FROM daily_production p
    LEFT JOIN daily_waste w ON w.store_id = p.store_id AND w.date = p.date AND w.product_id = p.product_id
      AND w.date BETWEEN today - 7 AND today
    WHERE p.date BETWEEN today - 7 AND today AND p.quantity_produced > 0 AND (store = 0 OR p.store_id = store)
      AND (everything OR p.store_id = ANY (seen))
      AND (p.store_id, p.date) IN (SELECT d.store_id, d.date FROM store_days d
                                   WHERE d.date BETWEEN today - 7 AND today AND d.state = 'complete' OFFSET 0)
    GROUP BY p.store_id, p.product_id
  )
  SELECT c.product_id, sum(c.n)::bigint, count(*) FILTER (WHERE c.n > 0), sum(c.n_days)::bigint
  FROM counted c
  GROUP BY c.product_id
  HAVING sum(c.n) >= greatest(3, sum(c.n_days) / 6.0);
END
$$;

-- Shops' days of the fortnight up to @today whose figures can hardly be right. n_over: products that threw away more than was
-- made; clean: a complete day of a whole shop without any waste, so sold out, or not counted?
CREATE FUNCTION auth.list_doubts(store INTEGER, today DATE)
  RETURNS TABLE (store_id INTEGER, date DATE, n_over BIGINT, clean BOOLEAN)
  LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 100 SET search_path = pg_catalog, public, pg_temp SET timezone = 'UTC'
  SET standard_conforming_strings = on SET plan_cache_mode = force_custom_plan
AS $$
#variable_conflict use_column
DECLARE
  everything CONSTANT BOOLEAN := pg_has_role(session_user, 'ddi_owner', 'USAGE');
  seen CONSTANT INTEGER[] := CASE WHEN everything THEN '{}' ELSE auth.visible_stores() END;
BEGIN
  RETURN QUERY
  WITH days AS (
    SELECT p.store_id, p.date, count(*) FILTER (WHERE w.quantity_wasted > p.quantity_produced) AS n_over,
           count(*) FILTER (WHERE p.quantity_produced > 0) AS n_made, coalesce(sum(w.quantity_wasted), 0) AS wasted
    FROM daily_production p
    LEFT JOIN daily_waste w ON w.store_id = p.store_id AND w.date = p.date AND w.product_id = p.product_id
      AND w.date BETWEEN today - 14 AND today
    WHERE p.date BETWEEN today - 14 AND today AND (store = 0 OR p.store_id = store)
      AND (everything OR p.store_id = ANY (seen))
    GROUP BY p.store_id, p.date
  )
  SELECT y.store_id, y.date, y.n_over, y.clean
  FROM (SELECT x.*, coalesce(x.wasted = 0 AND x.n_made >= 5 AND d.state = 'complete', false) AS clean
        FROM days x LEFT JOIN store_days d ON d.store_id = x.store_id AND d.date = x.date) y
  WHERE y.n_over > 0 OR y.clean;
END
$$;

REVOKE ALL ON FUNCTION auth.list_order_lines(DATE, INTEGER), auth.list_sell_outs(INTEGER, DATE), auth.list_doubts(INTEGER, DATE)
  FROM PUBLIC;
GRANT EXECUTE ON FUNCTION auth.list_order_lines(DATE, INTEGER), auth.list_sell_outs(INTEGER, DATE),
  auth.list_doubts(INTEGER, DATE) TO ddi_app;
