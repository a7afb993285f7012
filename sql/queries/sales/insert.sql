-- Enters what the till says. A figure that was only derived gives way; another one is refused.
-- $1 int user, $2 int store, $3 date, $4 int product, $5 int pieces sold, $6 numeric revenue (NULL: from
-- the price in force, where there is one), $7 text notes, $8 jsonb values of the added columns (NULL: none)
-- → id, row_version
WITH entered AS (
  INSERT INTO daily_sales (user_id, store_id, date, product_id, product_name, quantity_sold, revenue, notes, custom)
  SELECT $1::int, $2::int, $3::date, p.id, p.name, $5::int,
         coalesce($6::numeric, $5::int * price_on(p.id, $2::int, $3::date)), $7::text, $8::jsonb
  FROM products p WHERE p.id = $4::int
  ON CONFLICT (store_id, date, product_id) DO UPDATE
    SET quantity_sold = excluded.quantity_sold, revenue = excluded.revenue, notes = excluded.notes,
        user_id = excluded.user_id, source = 'till',
        custom = CASE WHEN excluded.custom IS NULL THEN daily_sales.custom
                      ELSE coalesce(daily_sales.custom, '{}') || excluded.custom END
    WHERE daily_sales.source = 'derived'
  RETURNING id, row_version
)
SELECT id, row_version FROM entered
UNION ALL
SELECT refuse_doubled('daily_sales')::int, 0 WHERE NOT EXISTS (SELECT FROM entered)
