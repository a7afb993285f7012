-- store_ref is NULL where the event is everywhere.
CREATE TEMPORARY TABLE import_events (
  store_ref INTEGER, starts_on DATE NOT NULL, ends_on DATE NOT NULL, name TEXT NOT NULL, kind TEXT NOT NULL
) ON COMMIT DROP;
