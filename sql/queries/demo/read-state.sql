-- Whether the demo district can be made, or is there and how far it reaches.
-- Columns: first, seed (NULL: no demo), last (the newest day of a demo shop), stores (of any kind), forecast_to (NULL: nothing
-- is forecast).
SELECT (SELECT value ->> 'first' FROM settings WHERE key = 'demo')::date AS first,
       (SELECT value ->> 'seed' FROM settings WHERE key = 'demo')::numeric AS seed,
       (SELECT max(d.date) FROM store_days d) AS last,
       (SELECT count(*) FROM stores) AS stores,
       (SELECT max(f.forecast_date) FROM forecasts f) AS forecast_to
