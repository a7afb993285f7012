-- What each past event did at each shop, so that the calendar can say what to expect of the next one.

-- Written at the end of a forecast run; one row a shop and occurrence. Whoever asks sums over the shops that
-- they see: a share over shops that one may not see is never stored.
CREATE TABLE event_outcomes (
  store_id INTEGER NOT NULL REFERENCES stores(id) ON DELETE CASCADE,
  kind TEXT NOT NULL CHECK (kind IN ('holiday', 'school', 'promotion', 'closure', 'local')),
  name TEXT NOT NULL,
  starts_on DATE NOT NULL,
  sold DOUBLE PRECISION NOT NULL CHECK (sold >= 0),          -- pieces, on the event's days that were counted
  expected DOUBLE PRECISION NOT NULL CHECK (expected > 0),   -- pieces that ordinary days would have sold
  PRIMARY KEY (store_id, kind, name, starts_on)
);
CREATE INDEX event_outcomes_name ON event_outcomes(name, kind);

GRANT SELECT, INSERT, DELETE ON event_outcomes TO ddi_app;
ALTER TABLE event_outcomes ENABLE ROW LEVEL SECURITY;
CREATE POLICY see ON event_outcomes FOR SELECT TO ddi_app
  USING (store_id = ANY ((SELECT auth.visible_stores())::int[]));
CREATE POLICY decide ON event_outcomes FOR INSERT TO ddi_app
  WITH CHECK (store_id = ANY ((SELECT auth.managed_stores())::int[]));
CREATE POLICY remove ON event_outcomes FOR DELETE TO ddi_app
  USING (store_id = ANY ((SELECT auth.managed_stores())::int[]));
