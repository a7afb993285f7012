-- The shop whose order it is, and what is known about it.
-- $1 store, $2 day. Columns: id, name, last_day, due (epoch seconds of the cutoff), day ($2).
SELECT s.id, s.name, l.last_day,
       extract(epoch FROM ($2::date - s.lead_days + s.order_cutoff) AT TIME ZONE s.timezone)::bigint AS due,
       $2::date AS day
FROM stores s JOIN store_last_days l ON l.store_id = s.id
WHERE s.id = $1::integer
