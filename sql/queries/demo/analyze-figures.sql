-- Tells the planner of the three tables of figures what has come, before anything is counted from them: a sample of nine
-- thousand rows a table does for a dozen shops, and autovacuum takes a larger one later. Where somebody else owns the
-- tables they are left alone, with a warning. No parameters.
DO $$
BEGIN
  PERFORM set_config('default_statistics_target', '30', true);
  ANALYZE daily_production, daily_waste, daily_sales;
END
$$
