-- What past events did at each shop. An event of all shops and one of a single shop may have the same name and day;
-- what they did is the same, and the larger figures stand for both. No parameters.
INSERT INTO event_outcomes (store_id, kind, name, starts_on, sold, expected)
SELECT DISTINCT ON (store_id, kind, name, starts_on) store_id, kind, name, starts_on, sold, expected
FROM incoming_outcomes
ORDER BY store_id, kind, name, starts_on, expected DESC
