-- The order board of one delivery day: a row a shop that is open that day, exceptions first, the most of them
-- at the top.
-- $1 day.
-- Columns: store_id, store, last_day, predicted, quantity, last_week (pieces made a week before, NULL:
-- unknown), n_lines, n_pending, n_approved, n_rejected, n_changed, n_missing (open days between its last
-- known day and the newest one of all shops), n_new, n_big, n_sold_out, n_fallback, n_exceptions, decider,
-- decided_epoch, due (epoch seconds of the cutoff).
WITH newest AS (
  SELECT max(last_day) AS day FROM store_last_days
), shops AS (
  SELECT s.*, l.last_day,
         (SELECT count(*) FROM generate_series(l.last_day + 1, newest.day, '1 day') g
          WHERE s.open_weekdays & (1 << (extract(isodow FROM g)::integer - 1)) <> 0) AS n_missing
  FROM stores s JOIN store_last_days l ON l.store_id = s.id CROSS JOIN newest
  WHERE (s.closed_on IS NULL OR s.closed_on >= $1::date) AND (s.opened_on IS NULL OR s.opened_on <= $1::date)
), sums AS (
  SELECT store_id, sum(predicted_demand) AS predicted, sum(quantity) AS quantity,
         sum(last_week) AS last_week, count(*) AS n_lines,
         count(*) FILTER (WHERE status = 'pending') AS n_pending,
         count(*) FILTER (WHERE status = 'approved') AS n_approved,
         count(*) FILTER (WHERE status = 'rejected') AS n_rejected,
         count(changed_id) AS n_changed,
         count(*) FILTER (WHERE is_new) AS n_new,
         count(*) FILTER (WHERE is_big_change) AS n_big,
         count(*) FILTER (WHERE is_sold_out) AS n_sold_out,
         count(*) FILTER (WHERE is_fallback) AS n_fallback,
         count(*) FILTER (WHERE is_exception) AS n_exceptions,
         max(decided_at) AS decided_at,
         (array_agg(decided_by ORDER BY decided_at DESC NULLS LAST))[1] AS decided_by
  FROM auth.list_order_lines($1::date, 0)
  GROUP BY store_id
)
SELECT s.id AS store_id, s.name AS store, s.last_day, m.predicted, m.quantity, m.last_week,
       coalesce(m.n_lines, 0) AS n_lines, coalesce(m.n_pending, 0) AS n_pending,
       coalesce(m.n_approved, 0) AS n_approved, coalesce(m.n_rejected, 0) AS n_rejected,
       coalesce(m.n_changed, 0) AS n_changed, coalesce(s.n_missing, 0) AS n_missing,
       coalesce(m.n_new, 0) AS n_new, coalesce(m.n_big, 0) AS n_big, coalesce(m.n_sold_out, 0) AS n_sold_out,
       coalesce(m.n_fallback, 0) AS n_fallback, coalesce(m.n_exceptions, 0) AS n_exceptions,
       u.name AS decider, extract(epoch FROM m.decided_at)::bigint AS decided_epoch,
       extract(epoch FROM ($1::date - s.lead_days + s.order_cutoff) AT TIME ZONE s.timezone)::bigint AS due
FROM shops s
LEFT JOIN sums m ON m.store_id = s.id
LEFT JOIN users u ON u.id = m.decided_by
ORDER BY (coalesce(m.n_pending, 0) > 0 AND (s.n_missing > 0 OR m.n_exceptions > 0) OR coalesce(m.n_changed, 0) > 0) DESC,
         coalesce(m.n_changed, 0) + s.n_missing DESC, m.n_new + m.n_big + m.n_sold_out + m.n_fallback DESC NULLS LAST,
         s.name
