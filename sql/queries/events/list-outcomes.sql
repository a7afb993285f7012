-- What an event did each time, newest first.
-- $1 text name, $2 text kind, $3 int store (0: all shops) → starts_on, effect (+0.15 is 15 % more)
SELECT starts_on, sum(sold) / sum(expected) - 1 AS effect
FROM event_outcomes
WHERE name = $1 AND kind = $2 AND ($3::integer = 0 OR store_id = $3::integer)
GROUP BY starts_on
ORDER BY starts_on DESC
LIMIT 12
