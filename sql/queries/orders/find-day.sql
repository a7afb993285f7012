-- The delivery day to open with: tomorrow where it is forecast, else the first forecast day after the
-- newest known one, else the last forecast day. $1 tomorrow. Columns: day (NULL: nothing forecast).
SELECT coalesce(
  (SELECT min(forecast_date) FROM forecasts WHERE forecast_date = $1::date),
  (SELECT min(forecast_date) FROM forecasts WHERE forecast_date > (SELECT max(last_day) FROM store_last_days)),
  (SELECT max(forecast_date) FROM forecasts)) AS day
