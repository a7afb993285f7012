-- Ways beyond one's own shops that a policy left open.

-- A district manager who made members of people by their numbers saw the name and address of each: only who is seen
-- already, of the own shops or an administrator, is given a shop.
ALTER POLICY decide ON store_members
  WITH CHECK ((SELECT auth.is_administrator())
              OR (store_id = ANY ((SELECT auth.managed_stores())::int[]) AND role <> 'district_manager'
                  AND user_id <> (SELECT auth.user_id()) AND user_id = ANY ((SELECT auth.visible_users())::int[])));

-- An import is of a shop where one may enter, or of none.
ALTER POLICY enter ON import_batches
  WITH CHECK (user_id = (SELECT auth.user_id()) AND ((SELECT auth.writable_stores()) <> '{}' OR (SELECT auth.is_manager()))
              AND (store_id IS NULL OR store_id = ANY ((SELECT auth.writable_stores())::int[])) AND undone_by IS NULL);
ALTER POLICY change ON import_batches
  WITH CHECK ((user_id = (SELECT auth.user_id()) OR (SELECT auth.is_administrator())
               OR store_id = ANY ((SELECT auth.writable_stores())::int[]))
              AND (store_id IS NULL OR store_id = ANY ((SELECT auth.writable_stores())::int[]))
              AND (undone_by IS NULL OR undone_by = (SELECT auth.user_id())));

-- An order is of shops.
ALTER POLICY decide ON order_dispatches
  WITH CHECK (store_ids <> '{}' AND store_ids <@ (SELECT auth.managed_stores())::int[] AND user_id = (SELECT auth.user_id()));

-- A run is seen by whom it made forecasts for. Whoever gave the number of another's run to a forecast of the own shops saw
-- that run: a forecast is of a run of its own author, and keeps it on its way to the history and back. So it keeps all
-- that a decision was about.
ALTER POLICY see ON forecast_runs
  USING (user_id = (SELECT auth.user_id()) OR (SELECT auth.is_administrator())
         OR EXISTS (SELECT FROM forecasts f WHERE f.run_id = forecast_runs.id AND f.user_id = forecast_runs.user_id));
ALTER POLICY decide ON forecasts
  WITH CHECK (store_id = ANY ((SELECT auth.managed_stores())::int[])
              AND ((user_id = (SELECT auth.user_id()) AND (decided_by IS NULL OR decided_by = (SELECT auth.user_id())))
                   OR EXISTS (SELECT FROM forecast_history h
                              WHERE h.id = forecasts.id AND h.user_id = forecasts.user_id
                                AND h.store_id = forecasts.store_id
                                AND h.forecast_date = forecasts.forecast_date
                                AND h.product_id = forecasts.product_id
                                AND h.status = forecasts.status
                                AND h.run_id IS NOT DISTINCT FROM forecasts.run_id
                                AND h.decided_by IS NOT DISTINCT FROM forecasts.decided_by
                                AND h.decided_at IS NOT DISTINCT FROM forecasts.decided_at
                                AND h.approved_quantity IS NOT DISTINCT FROM forecasts.approved_quantity
                                AND h.order_quantity IS NOT DISTINCT FROM forecasts.order_quantity
                                AND h.predicted_demand IS NOT DISTINCT FROM forecasts.predicted_demand)));
ALTER POLICY decide ON forecast_history
  WITH CHECK (store_id = ANY ((SELECT auth.managed_stores())::int[])
              AND EXISTS (SELECT FROM forecasts f
                          WHERE f.id = forecast_history.id AND f.user_id = forecast_history.user_id
                            AND f.store_id = forecast_history.store_id
                            AND f.forecast_date = forecast_history.forecast_date
                            AND f.product_id = forecast_history.product_id
                            AND f.status = forecast_history.status
                            AND f.run_id IS NOT DISTINCT FROM forecast_history.run_id
                            AND f.decided_by IS NOT DISTINCT FROM forecast_history.decided_by
                            AND f.decided_at IS NOT DISTINCT FROM forecast_history.decided_at
                            AND f.approved_quantity IS NOT DISTINCT FROM forecast_history.approved_quantity
                            AND f.order_quantity IS NOT DISTINCT FROM forecast_history.order_quantity
                            AND f.predicted_demand IS NOT DISTINCT FROM forecast_history.predicted_demand));

CREATE FUNCTION auth.keep_run() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' SET standard_conforming_strings = on
AS $$
BEGIN
  IF auth.is_guarded() THEN
    RAISE EXCEPTION 'a forecast stays one of its run' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END
$$;
REVOKE ALL ON FUNCTION auth.keep_run() FROM PUBLIC;
CREATE TRIGGER forecasts_8_run BEFORE UPDATE OF run_id ON forecasts FOR EACH ROW
  WHEN (NEW.run_id IS DISTINCT FROM OLD.run_id) EXECUTE FUNCTION auth.keep_run();
-- Who changes what was decided decides: the decision is not the other's any more. A merge sums decisions.
CREATE TRIGGER forecasts_8_decision BEFORE UPDATE OF status, approved_quantity, decided_at, decision_reason ON forecasts FOR EACH ROW
  WHEN (NEW.decided_by IS NOT NULL AND NEW.decided_by IS NOT DISTINCT FROM OLD.decided_by
        AND (NEW.status, NEW.approved_quantity, NEW.decided_at, NEW.decision_reason)
            IS DISTINCT FROM (OLD.status, OLD.approved_quantity, OLD.decided_at, OLD.decision_reason)
        AND NOT is_merging())
  EXECUTE FUNCTION auth.keep_author('decided_by');
