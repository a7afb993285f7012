-- What each shop that is not closed for good aims at from a day on, for the form that sets it.
-- $1 date
-- → store_id, store (name), share (0 … 1, in force on that day; NULL: that of all shops), written (what stands at
--   exactly that day: '-' nothing, '' the end of an own goal, else the share as text), may_set (boolean), common
--   (the goal of all shops)
SELECT s.id AS store_id, s.name AS store,
       (SELECT g.share FROM waste_goals g WHERE g.store_id = s.id AND g.valid_from <= $1::date
        ORDER BY g.valid_from DESC LIMIT 1)::float8 AS share,
       coalesce((SELECT coalesce(g.share::text, '') FROM waste_goals g WHERE g.store_id = s.id AND g.valid_from = $1::date),
                '-') AS written,
       NOT row_security_active('public.waste_goals') OR s.id = ANY ((SELECT auth.managed_stores())::int[]) AS may_set,
       (SELECT (value #>> '{}')::float8 FROM settings WHERE key = 'waste_goal') AS common
FROM stores s
WHERE s.closed_on IS NULL OR s.closed_on > $1::date
ORDER BY s.name, s.id
