-- Where the demo's figures arrive, a row a shop, day and product. store and product count from 1 in
-- the order of codes and of the sheet.
CREATE TEMPORARY TABLE demo_cells (
  store SMALLINT NOT NULL, date DATE NOT NULL, product SMALLINT NOT NULL, made INTEGER NOT NULL,
  sold INTEGER NOT NULL, wasted INTEGER NOT NULL, sold_out_at TIME, reason TEXT,
  revenue NUMERIC(10, 2) NOT NULL, cost NUMERIC(10, 2) NOT NULL
) ON COMMIT DROP
