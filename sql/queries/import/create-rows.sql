-- The figures of a file in pieces; NULL is a figure that the file does not tell.
CREATE TEMPORARY TABLE import_rows (
  store_ref INTEGER NOT NULL, name_ref INTEGER NOT NULL, date DATE NOT NULL,
  made INTEGER, wasted INTEGER, sold INTEGER, revenue NUMERIC(10, 2), note TEXT,
  custom JSONB
) ON COMMIT DROP;
