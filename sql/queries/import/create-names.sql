-- The product names a file writes; product_id is NULL until it is known or made. means is the name of
-- the product where that is another new one.
CREATE TEMPORARY TABLE import_names (
  ref INTEGER PRIMARY KEY, written TEXT NOT NULL, product_id INTEGER, means TEXT, category TEXT, sheet_order INTEGER
) ON COMMIT DROP;
