-- What past events did is learnt anew by each run of a shop. $1 int[] stores
DELETE FROM event_outcomes WHERE store_id = ANY ($1::integer[])
