-- The reasons that are in use, the commonest of the last year first. Summed from totals, but for shops whose district is
-- not seen whole.
-- → reason, n (rows)
WITH used AS (
  SELECT reason, n FROM waste_totals WHERE date > CURRENT_DATE - 366 AND reason IS NOT NULL
  UNION ALL
  SELECT nullif(btrim(reason), ''), 1
  FROM all_waste
  WHERE store_id = ANY ((SELECT single_stores(NULL))::int[]) AND date > CURRENT_DATE - 366
)
SELECT reason, sum(n)::bigint AS n
FROM used
WHERE reason IS NOT NULL
GROUP BY reason
ORDER BY n DESC, reason
LIMIT 50
