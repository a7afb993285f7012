-- The events that touch a range, each with what its past occurrences did at the shops that are asked for.
-- $1 int store (0: all; else its own events and those of every shop), $2 date first, $3 date last (each NULL: no
-- bound), $4 text part of name, shop, product or category (NULL: all)
-- → id, store_id, store (both NULL: every shop), starts_on, ends_on, name, kind, expected_effect (+0.15 is 15 % more,
--   NULL: not said), closes_at (minutes after midnight, NULL: as always), product_id,
--   product (name), category (the one that it concerns, NULL: all), row_version, effect (as expected_effect,
--   NULL: never seen), spread (standard deviation between occurrences, NULL: fewer than two), n_times
SELECT e.id, e.store_id, s.name AS store, e.starts_on, e.ends_on, e.name, e.kind,
       e.expected_effect::float8 AS expected_effect, (extract(epoch FROM e.closes_at) / 60)::integer AS closes_at,
       p.id AS product_id, p.name AS product, e.category, e.row_version, l.effect, l.spread, l.n_times
FROM calendar_events e
LEFT JOIN stores s ON s.id = e.store_id
LEFT JOIN products p ON p.id = live_product(e.product_id)
CROSS JOIN LATERAL (
  SELECT sum(t.sold) / sum(t.expected) - 1 AS effect, stddev_samp(t.sold / t.expected) AS spread, count(*) AS n_times
  FROM (
    SELECT sum(o.sold) AS sold, sum(o.expected) AS expected
    FROM event_outcomes o
    WHERE o.name = e.name AND o.kind = e.kind AND o.store_id = coalesce(e.store_id, nullif($1::integer, 0), o.store_id)
    GROUP BY o.starts_on
  ) t
) l
WHERE ($1::integer = 0 OR e.store_id IS NULL OR e.store_id = $1::integer)
  AND ($2::date IS NULL OR e.ends_on >= $2::date)
  AND ($3::date IS NULL OR e.starts_on <= $3::date)
  AND ($4::text IS NULL OR strpos(lower(concat_ws(' ', e.name, s.name, p.name, e.category)), lower(btrim($4::text))) > 0)
ORDER BY e.starts_on, e.name, e.id
LIMIT 5000
