-- Holidays, promotions and what happens at single shops.
-- $1 first days; $2 last days; $3 names; $4 kinds; $5 names of the shop (NULL: all); $6 expected effects
-- (share, NULL: none); $7 closing times (NULL: none); $8 the one category each concerns (NULL: all)
INSERT INTO calendar_events (store_id, starts_on, ends_on, name, kind, expected_effect, closes_at, category, import_batch_id)
SELECT stores.id, e.starts_on, e.ends_on, e.name, e.kind, e.effect, e.closes_at, e.category,
       (SELECT max(id) FROM import_batches WHERE kind = 'demo')
FROM unnest($1::date[], $2::date[], $3::text[], $4::text[], $5::text[], $6::numeric[], $7::time[], $8::text[])
  AS e(starts_on, ends_on, name, kind, store, effect, closes_at, category)
LEFT JOIN stores ON stores.name = e.store
ON CONFLICT ON CONSTRAINT calendar_events_once DO NOTHING
