-- Columns: store_ref, starts_on, ends_on, name, kind, expected_effect, closes_at, product, category.
COPY import_events (store_ref, starts_on, ends_on, name, kind, expected_effect, closes_at, product, category) FROM STDIN;
