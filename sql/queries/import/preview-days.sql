-- What the sheet would do to the days (see write-days).
-- Columns: what ('days'), added, changed, unchanged, kept (always 0).
WITH told AS (
  SELECT d.date IS NULL AS is_new, d.state IN ('closed', 'closed_early') AS is_closed,
         (d.state <> r.state AND NOT (d.state = 'complete' AND r.state = 'not_counted'))
           OR d.typed_bought IS DISTINCT FROM coalesce(r.typed_bought, d.typed_bought)
           OR d.typed_sold IS DISTINCT FROM coalesce(r.typed_sold, d.typed_sold) AS differs
  FROM import_days r
  JOIN import_stores s ON s.ref = r.store_ref
  LEFT JOIN store_days d ON d.store_id = s.store_id AND d.date = r.date
)
SELECT 'days' AS what, count(*) FILTER (WHERE is_new) AS added,
       count(*) FILTER (WHERE NOT is_new AND NOT is_closed AND differs) AS changed,
       count(*) FILTER (WHERE NOT is_new AND (is_closed OR NOT differs)) AS unchanged, 0::bigint AS kept
FROM told;
