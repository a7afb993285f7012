-- store_ref is NULL where the weather is everybody's.
CREATE TEMPORARY TABLE import_weather (
  store_ref INTEGER, date DATE NOT NULL, measure TEXT NOT NULL, value DOUBLE PRECISION NOT NULL
) ON COMMIT DROP;
