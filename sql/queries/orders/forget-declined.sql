-- The undo of Keep, after the proposal came back: the decided row forgets what was declined. $1 forecast.
UPDATE forecasts SET kept_against = NULL, row_version = row_version + 1 WHERE id = $1::integer
