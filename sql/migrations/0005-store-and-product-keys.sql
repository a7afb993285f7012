-- Sales, waste and forecasts belong to a store and a product. A database that already has rows is
-- adopted here: every row is kept or summed into one that is, with its original in audit_logs.

ALTER TABLE daily_sales
  ADD COLUMN store_id INTEGER REFERENCES stores(id),
  ADD COLUMN product_id INTEGER REFERENCES products(id),
  ADD COLUMN source TEXT NOT NULL DEFAULT 'till' CHECK (source IN ('till', 'derived')),
  ADD COLUMN import_batch_id INTEGER REFERENCES import_batches(id),
  ADD COLUMN row_version INTEGER NOT NULL DEFAULT 1;
ALTER TABLE daily_waste
  ADD COLUMN store_id INTEGER REFERENCES stores(id),
  ADD COLUMN product_id INTEGER REFERENCES products(id),
  ADD COLUMN import_batch_id INTEGER REFERENCES import_batches(id),
  ADD COLUMN row_version INTEGER NOT NULL DEFAULT 1;
ALTER TABLE forecasts
  ADD COLUMN store_id INTEGER REFERENCES stores(id),
  ADD COLUMN product_id INTEGER REFERENCES products(id),
  ADD COLUMN row_version INTEGER NOT NULL DEFAULT 1;
