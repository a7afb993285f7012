-- Adds holidays of every shop, each unless there is an event of its name on its day already, of whatever kind: a
-- shop's owner may have made a closure of it. $1 text[] names, $2 date[] days → id, row_version
INSERT INTO calendar_events (starts_on, ends_on, name, kind)
SELECT h.day, h.day, h.name, 'holiday'
FROM unnest($1::text[], $2::date[]) AS h (name, day)
WHERE NOT EXISTS (SELECT FROM calendar_events e
                  WHERE e.name = h.name AND e.store_id IS NULL AND h.day BETWEEN e.starts_on AND e.ends_on)
ON CONFLICT ON CONSTRAINT calendar_events_once DO NOTHING
RETURNING id, row_version
