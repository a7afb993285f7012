-- Columns: store_ref, starts_on, ends_on, name, kind.
COPY import_events (store_ref, starts_on, ends_on, name, kind) FROM STDIN;
