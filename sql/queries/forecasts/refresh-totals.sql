-- Sums the days of shops whose forecasts, or what these are measured by, have changed. Columns: n_days.
SELECT auth.refresh_forecast_totals() AS n_days
