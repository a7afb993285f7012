-- $1 the sequence, $2 the number that it gives next
SELECT setval($1::text::regclass, $2::bigint, false)
