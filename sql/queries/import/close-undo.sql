-- Folds the totals of an undone batch's days (a trigger on rows_unchanged).
-- $1: batch id.
UPDATE import_batches SET rows_unchanged = rows_unchanged WHERE id = $1::int;
