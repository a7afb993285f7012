-- The last day of a shop is found at the end of the key of its sales and not by reading all of them. Under a policy only
-- what cannot leak goes into an index's condition, and an expression that may is computed first for that.
CREATE OR REPLACE VIEW store_last_days WITH (security_invoker = true) AS
SELECT s.id AS store_id, coalesce(greatest(nullif(known.date, '-infinity'), sold.date), old.date) AS last_day
FROM stores s
CROSS JOIN LATERAL (
  SELECT coalesce((SELECT d.date FROM store_days d
                   WHERE d.store_id = s.id AND d.state IN ('complete', 'closed', 'closed_early')
                   ORDER BY d.date DESC LIMIT 1), '-infinity') AS date
  OFFSET 0) known
LEFT JOIN LATERAL (
  SELECT x.date FROM daily_sales x
  WHERE x.store_id = s.id AND x.date > known.date
    AND NOT EXISTS (SELECT 1 FROM store_days d WHERE d.store_id = x.store_id AND d.date = x.date)
  ORDER BY x.date DESC LIMIT 1) sold ON true
LEFT JOIN LATERAL (
  SELECT x.date FROM daily_sales_archive x
  WHERE known.date = '-infinity' AND sold.date IS NULL AND x.store_id = s.id
    AND NOT EXISTS (SELECT 1 FROM store_days d WHERE d.store_id = x.store_id AND d.date = x.date)
  ORDER BY x.date DESC LIMIT 1) old ON true;

-- Everything anew, as recount_daily_totals() was, and written in the order in which it is read: a year of days lies
-- together on the disk.
CREATE OR REPLACE FUNCTION recount_daily_totals() RETURNS void
  LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp
AS $$
BEGIN
  LOCK TABLE stores, daily_production, daily_waste, daily_sales, daily_waste_archive, daily_sales_archive
    IN SHARE ROW EXCLUSIVE MODE;
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
END
$$;
