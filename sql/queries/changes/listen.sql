-- On a connection of its own: the server then speaks unasked when something has changed.
LISTEN ddi_changes
