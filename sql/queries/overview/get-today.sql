-- Last night's sheets and what was thrown away. The sheets are yesterday's; where nothing has come in
-- for a week, those of the newest known day.
-- $1 store (0: all), $2 today. Columns: newest (the newest known day, NULL: nothing is known), sheet_day,
-- n_expected (shops open that day), n_received, n_partial, waste_day (the newest day counted by then),
-- made, wasted (pieces that day, where both are known), shared_error (of the newest run that knows it, 0 … 1; NULL), coverage
-- (share of days that a range is to hold).
WITH newest AS MATERIALIZED (
  SELECT max(l.last_day) AS day FROM store_last_days l
  WHERE ($1::integer = 0 OR l.store_id = $1::integer) AND l.last_day <= $2::date
), asked AS MATERIALIZED (
  SELECT CASE WHEN newest.day >= $2::date - 7 THEN $2::date - 1 ELSE newest.day END AS sheet_day, newest.day AS newest
  FROM newest
), sheets AS (
  SELECT count(*) FILTER (WHERE d.state IS DISTINCT FROM 'closed') AS n_expected,
         count(*) FILTER (WHERE d.state IN ('complete', 'closed_early', 'not_counted')) AS n_received,
         count(*) FILTER (WHERE d.state = 'partial') AS n_partial
  FROM asked
  JOIN stores s ON ($1::integer = 0 OR s.id = $1::integer)
    AND (s.opened_on IS NULL OR s.opened_on <= asked.sheet_day)
    AND (s.closed_on IS NULL OR s.closed_on >= asked.sheet_day)
    AND s.open_weekdays & (1 << (extract(isodow FROM asked.sheet_day)::integer - 1)) <> 0
  LEFT JOIN store_days d ON d.store_id = s.id AND d.date = asked.sheet_day AND d.date = (SELECT sheet_day FROM asked)
), waste AS (
  SELECT sum(p.quantity_produced) AS made, sum(w.quantity_wasted) AS wasted
  FROM daily_production p
  LEFT JOIN all_waste w ON w.store_id = p.store_id AND w.date = p.date AND w.product_id = p.product_id
    AND w.date = (SELECT newest FROM asked)
  WHERE p.date = (SELECT newest FROM asked) AND ($1::integer = 0 OR p.store_id = $1::integer)
)
SELECT asked.newest, asked.sheet_day, sheets.n_expected, sheets.n_received, sheets.n_partial,
       asked.newest AS waste_day, waste.made, waste.wasted,
       (SELECT r.shared_error FROM forecast_runs r WHERE r.shared_error IS NOT NULL ORDER BY r.id DESC LIMIT 1)
         AS shared_error,
       coalesce((SELECT (value #>> '{}')::float8 FROM settings WHERE key = 'interval_coverage'), 0.8) AS coverage
FROM asked CROSS JOIN sheets CROSS JOIN waste
