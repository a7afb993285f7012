-- As demo/analyze, of the forecasts. No parameters.
ANALYZE forecasts, model_accuracy, event_outcomes;
