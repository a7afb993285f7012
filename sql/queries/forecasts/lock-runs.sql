-- One run writes at a time; a second waits here until the first has committed. No parameters.
SELECT pg_advisory_xact_lock(hashtextextended('ddi.forecast_runs', 0))
