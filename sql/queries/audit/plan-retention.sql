-- What would go of the log, were the entries before a day (UTC) removed. For administrators.
-- $1 text date
-- → entries, oldest (date; NULL: none would go), bytes (about, with their indexes), left (entries that stay)
WITH log AS (
  SELECT a.id, a.created_at, a.id < coalesce((SELECT min(y.id) FROM audit_logs y
                                              WHERE y.created_at >= $1::date OR y.created_at IS NULL), 2147483648) AS goes
  FROM audit_logs a
), counted AS (
  SELECT count(*) FILTER (WHERE goes) AS entries, count(*) AS n, min(created_at) FILTER (WHERE goes) AS oldest FROM log
)
SELECT c.entries, to_char(c.oldest, 'YYYY-MM-DD') AS oldest,
       (pg_total_relation_size('audit_logs') * (c.entries::numeric / greatest(c.n, 1)))::bigint AS bytes, c.n - c.entries AS left
FROM counted c
