-- The run its forecasts belong to; later statements of the unit find it as the setting ddi.run.
-- $1 user, $2 origin, $3 horizon in days, $4 series, $5 and $6 WAPE of the backtest and of the rule of
-- thumb, $7 what the errors of a day share (NULL: too short a history). Columns: id.
WITH run AS (
  INSERT INTO forecast_runs (user_id, origin, horizon, n_series, wape, wape_rule_of_thumb, shared_error)
  VALUES ($1::integer, $2::date, $3::integer, $4::integer, $5::double precision, $6::double precision,
          $7::double precision)
  RETURNING id
)
SELECT id FROM run WHERE set_config('ddi.run', id::text, true) IS NOT NULL
