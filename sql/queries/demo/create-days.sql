-- Where the demo's store days arrive. store counts the shops from 1 in the order of their codes.
CREATE TEMPORARY TABLE demo_days (
  store SMALLINT NOT NULL, date DATE NOT NULL, state TEXT NOT NULL, closed_at TIME
) ON COMMIT DROP
