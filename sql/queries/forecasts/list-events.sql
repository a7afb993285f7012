-- What moves demand from outside, from the start of the history to well after the last forecast day.
-- $1 how many days back from the newest known day.
-- Columns: store_id (NULL: every store), starts_on, ends_on, name, kind, expected_effect (+0.15 is
-- 15 % more, NULL: not said), closes_at (minutes after midnight, NULL: does not close early), product_id (the one
-- that it concerns, NULL: all), category (the same).
SELECT store_id, starts_on, ends_on, name, kind, expected_effect,
       (extract(epoch FROM closes_at) / 60)::integer AS closes_at, live_product(product_id) AS product_id, category
FROM calendar_events
WHERE ends_on > (SELECT max(last_day) FROM store_last_days) - $1::integer
  AND starts_on <= (SELECT max(last_day) FROM store_last_days) + 60
ORDER BY starts_on, id
