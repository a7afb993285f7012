-- The product names a file writes; product_id is NULL until it is known or made.
CREATE TEMPORARY TABLE import_names (
  ref INTEGER PRIMARY KEY, written TEXT NOT NULL, product_id INTEGER, category TEXT, sheet_order INTEGER
) ON COMMIT DROP;
