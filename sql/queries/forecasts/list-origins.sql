-- Every store with what its calendar says and the last day it is known for.
-- No parameters.
-- Columns: id, name, open_weekdays (Monday is bit 0), opened_on, closed_on, last_day (NULL: no history), opens_at,
-- closes_at (minutes after midnight, NULL: not known).
SELECT s.id, s.name, s.open_weekdays, s.opened_on, s.closed_on, l.last_day,
       (extract(epoch FROM s.opens_at) / 60)::integer AS opens_at, (extract(epoch FROM s.closes_at) / 60)::integer AS closes_at
FROM stores s JOIN store_last_days l ON l.store_id = s.id
ORDER BY s.id
