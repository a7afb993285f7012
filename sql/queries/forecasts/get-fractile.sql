-- The critical fractile where prices do not give one, and the share of days that a range is to hold. No parameters.
-- Columns: fractile, coverage (0 to 1).
SELECT coalesce((SELECT (value #>> '{}')::double precision FROM settings WHERE key = 'default_fractile'), 0.75)
         AS fractile,
       coalesce((SELECT (value #>> '{}')::double precision FROM settings WHERE key = 'interval_coverage'), 0.8)
         AS coverage
