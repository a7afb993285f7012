-- Columns: ref, written, product_id, means, category, sheet_order (row of the sheet).
COPY import_names (ref, written, product_id, means, category, sheet_order) FROM STDIN;
