-- What the pages need to know of the business.
-- Columns: currency (ISO 4217), default_fractile (0..1), waste_goal (wasted / produced).
SELECT coalesce((SELECT value #>> '{}' FROM settings WHERE key = 'currency'), 'USD') AS currency,
       coalesce((SELECT (value #>> '{}')::float8 FROM settings WHERE key = 'default_fractile'), 0.75) AS default_fractile,
       coalesce((SELECT (value #>> '{}')::float8 FROM settings WHERE key = 'waste_goal'), 0.15) AS waste_goal;
