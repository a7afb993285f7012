-- Makes the derived sales of some days agree with what was made and thrown away: max(0, made − wasted)
-- where both are written and the day was counted. Comes after every edit of production or waste, in
-- the same unit. What the till says stays.
-- $1 int user, $2 int[] stores, $3 date[] days (pairs)
-- → n (rows written or removed)
WITH day AS (
  SELECT DISTINCT k.store_id, k.date
  FROM unnest($2::int[], $3::date[]) AS k(store_id, date)
), wanted AS (
  SELECT d.store_id, d.date, p.product_id, p.product_name,
         greatest(0, p.quantity_produced - w.quantity_wasted) AS quantity
  FROM day d
  JOIN daily_production p ON p.store_id = d.store_id AND p.date = d.date
  JOIN all_waste w ON w.store_id = p.store_id AND w.date = p.date AND w.product_id = p.product_id
  LEFT JOIN store_days sd ON sd.store_id = d.store_id AND sd.date = d.date
  WHERE sd.state IS DISTINCT FROM 'not_counted'
), removed AS (
  DELETE FROM daily_sales s USING day d
  WHERE s.store_id = d.store_id AND s.date = d.date AND s.source = 'derived'
    AND NOT EXISTS (SELECT FROM wanted w
                    WHERE w.store_id = s.store_id AND w.date = s.date AND w.product_id = s.product_id)
  RETURNING 1
), written AS (
  INSERT INTO daily_sales (user_id, store_id, date, product_id, product_name, quantity_sold, revenue, source)
  SELECT $1::int, w.store_id, w.date, w.product_id, w.product_name, w.quantity,
         w.quantity * price_on(w.product_id, w.store_id, w.date), 'derived'
  FROM wanted w
  -- What is archived and agrees stays there; one that does not is refused by its table.
  WHERE NOT EXISTS (SELECT FROM daily_sales_archive a
                    WHERE a.store_id = w.store_id AND a.date = w.date AND a.product_id = w.product_id
                      AND (a.source = 'till' OR a.quantity_sold = w.quantity))
  ON CONFLICT (store_id, date, product_id) DO UPDATE
    SET quantity_sold = excluded.quantity_sold, revenue = excluded.revenue
    WHERE daily_sales.source = 'derived' AND daily_sales.quantity_sold <> excluded.quantity_sold
  RETURNING 1
)
SELECT (SELECT count(*) FROM removed) + (SELECT count(*) FROM written) AS n
