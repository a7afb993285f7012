-- Leaves nothing of a failed unit.
ROLLBACK
