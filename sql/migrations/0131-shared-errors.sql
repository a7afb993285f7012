-- How far a run's errors of one day are the same for all shops and products: the bounds of a district's sum come from
-- it until enough of the sums themselves are known. NULL: too short a history.
ALTER TABLE forecast_runs ADD COLUMN shared_error DOUBLE PRECISION CHECK (shared_error BETWEEN 0 AND 1);
