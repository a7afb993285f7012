-- What past events did at each shop. An event of all shops and one of a single shop, or of one category and of another,
-- may have the same name and day; their sums stand for them. No parameters.
INSERT INTO event_outcomes (store_id, kind, name, starts_on, sold, expected)
SELECT store_id, kind, name, starts_on, sum(sold), sum(expected)
FROM incoming_outcomes
GROUP BY store_id, kind, name, starts_on
