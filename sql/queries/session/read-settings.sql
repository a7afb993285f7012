-- What the pages need to know of the business.
-- Columns: currency (ISO 4217), default_fractile (0..1), waste_goal (wasted / produced), interval_coverage
-- (share of days that a forecast's range is to hold).
SELECT coalesce((SELECT value #>> '{}' FROM settings WHERE key = 'currency'), 'USD') AS currency,
       coalesce((SELECT (value #>> '{}')::float8 FROM settings WHERE key = 'default_fractile'), 0.75) AS default_fractile,
       coalesce((SELECT (value #>> '{}')::float8 FROM settings WHERE key = 'waste_goal'), 0.15) AS waste_goal,
       coalesce((SELECT (value #>> '{}')::float8 FROM settings WHERE key = 'interval_coverage'), 0.8) AS interval_coverage;
