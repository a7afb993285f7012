-- A commit with a time of now, by which a recovery knows that it has passed every moment before.
SELECT pg_current_xact_id()
