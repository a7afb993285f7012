-- Columns: ref, name, store_id.
COPY import_stores (ref, name, store_id) FROM STDIN;
