-- Opens a unit that writes.
BEGIN
