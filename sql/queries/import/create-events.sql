-- store_ref is NULL where the event is everywhere; closes_at counts minutes after midnight; product is a name as the
-- file writes it.
CREATE TEMPORARY TABLE import_events (
  store_ref INTEGER, starts_on DATE NOT NULL, ends_on DATE NOT NULL, name TEXT NOT NULL, kind TEXT NOT NULL,
  expected_effect DOUBLE PRECISION, closes_at INTEGER, product TEXT, category TEXT
) ON COMMIT DROP;
