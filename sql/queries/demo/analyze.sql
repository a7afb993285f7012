-- Tells the planner what has come, rather than a minute later when autovacuum does: the forecasts and the first pages are
-- planned by it. Where somebody else owns the tables they are left alone, with a warning. No parameters.
ANALYZE stores, products, product_prices, calendar_events, store_days,
        daily_production_totals, daily_waste_totals, daily_sales_totals,
        chain_production_totals, chain_waste_totals, chain_sales_totals,
        store_production_totals, store_sales_totals;
