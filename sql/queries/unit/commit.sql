-- Ends a unit.
COMMIT
