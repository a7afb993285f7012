-- The planner knows nothing of a temporary table that nobody has analysed.
ANALYZE import_rows;
