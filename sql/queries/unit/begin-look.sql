-- Opens the look at how far a standby is, before the unit's own snapshot: what was replayed stays replayed.
BEGIN READ ONLY
