-- The shops a file speaks of; store_id is NULL until it is known or made.
CREATE TEMPORARY TABLE import_stores (ref INTEGER PRIMARY KEY, name TEXT NOT NULL, store_id INTEGER) ON COMMIT DROP;
