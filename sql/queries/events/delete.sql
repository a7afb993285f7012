-- Deletes events. $1 int[] ids
DELETE FROM calendar_events WHERE id = ANY ($1::int[])
