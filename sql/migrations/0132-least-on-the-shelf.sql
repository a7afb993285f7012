-- A shelf may have to look full in the morning whatever is expected to sell: the fewest pieces on it, those left over
-- included. It holds where and from when its price does.
ALTER TABLE product_prices
  ADD COLUMN min_display INTEGER NOT NULL DEFAULT 0 CHECK (min_display BETWEEN 0 AND 100000);
