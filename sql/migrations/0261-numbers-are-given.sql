-- The database numbers what is added; nobody says a number. A number that is taken is refused whoever's row has it, and so
-- would tell of rows that one does not see. (Figures and forecasts that come back after an undo come back as what they
-- were: those keep their numbers, which count up in a row anyway.)
DO $$
DECLARE
  relation REGCLASS;
  columns TEXT;
BEGIN
  FOREACH relation IN ARRAY ARRAY['calendar_events', 'districts', 'forecast_comments', 'forecast_runs', 'import_batches',
                                  'import_changes', 'order_dispatches', 'product_prices', 'products', 'stores']::regclass[] LOOP
    SELECT string_agg(quote_ident(a.attname), ', ' ORDER BY a.attnum) INTO columns
    FROM pg_attribute a WHERE a.attrelid = relation AND a.attnum > 0 AND NOT a.attisdropped AND a.attname <> 'id';
    EXECUTE format('REVOKE INSERT, UPDATE ON %s FROM ddi_app', relation);
    EXECUTE format('GRANT INSERT (%1$s), UPDATE (%1$s) ON %2$s TO ddi_app', columns, relation);
  END LOOP;
END
$$;
