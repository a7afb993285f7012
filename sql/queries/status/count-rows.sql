-- How many rows the database holds, exactly; of what the person may see. Tokens are an administrator's to count.
-- → table_name, rows
SELECT 'users' AS table_name, count(*) AS rows FROM users
UNION ALL SELECT 'stores', count(*) FROM stores
UNION ALL SELECT 'products', count(*) FROM products
UNION ALL SELECT 'daily_sales', count(*) FROM daily_sales
UNION ALL SELECT 'daily_waste', count(*) FROM daily_waste
UNION ALL SELECT 'daily_sales_archive', count(*) FROM daily_sales_archive
UNION ALL SELECT 'daily_waste_archive', count(*) FROM daily_waste_archive
UNION ALL SELECT 'daily_production', count(*) FROM daily_production
UNION ALL SELECT 'forecasts', count(*) FROM forecasts
UNION ALL SELECT 'forecast_runs', count(*) FROM forecast_runs
UNION ALL SELECT 'calendar_events', count(*) FROM calendar_events
UNION ALL SELECT 'weather', count(*) FROM weather
UNION ALL SELECT 'import_batches', count(*) FROM import_batches
UNION ALL SELECT 'password_reset_tokens', auth.count_tokens()
UNION ALL SELECT 'audit_logs', count(*) FROM audit_logs
