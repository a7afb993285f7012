-- Where what past events did waits to be written. Pieces.
CREATE TEMPORARY TABLE incoming_outcomes (
  store_id INTEGER, kind TEXT, name TEXT, starts_on DATE, sold DOUBLE PRECISION, expected DOUBLE PRECISION
) ON COMMIT DROP
