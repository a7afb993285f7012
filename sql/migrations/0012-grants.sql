-- ddi_app owns nothing. It reads and writes the business, and neither sees a password hash or a
-- token nor edits the audit log.

GRANT SELECT, INSERT, UPDATE, DELETE ON
  daily_sales, daily_waste, daily_production, forecasts, forecast_history, forecast_runs, forecast_comments,
  model_accuracy, order_dispatches, products, product_aliases, product_prices, product_offers, stores, districts,
  store_members, store_days, calendar_events, weather, waste_goals, settings, import_batches, import_changes,
  sheet_sources, daily_sales_archive, daily_waste_archive
  TO ddi_app;
GRANT SELECT (id, name, email, role, active, created_at, updated_at, row_version),
      INSERT (name, email, password_hash), UPDATE (name, email, active, updated_at), DELETE ON users TO ddi_app;
GRANT SELECT, INSERT ON audit_logs, client_requests TO ddi_app;
GRANT SELECT ON schema_migrations TO ddi_app;
GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO ddi_app;
