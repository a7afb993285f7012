-- As demo/analyze, of the forecasts. No parameters.
ANALYZE forecasts, model_accuracy, event_outcomes, forecast_totals, chain_forecast_totals, forecast_marks;
