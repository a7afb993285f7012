-- What a throw-away sheet tells of whole days.
CREATE TEMPORARY TABLE import_days (
  store_ref INTEGER NOT NULL, date DATE NOT NULL, state TEXT NOT NULL, typed_bought INTEGER, typed_sold INTEGER
) ON COMMIT DROP;
