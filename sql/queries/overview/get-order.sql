-- How far the next order is: tomorrow's where it is forecast, else that of the first forecast day after.
-- $1 store (0: all), $2 today.
-- Columns: day (NULL: nothing is forecast), n_shops, n_waiting (shops with a line to decide), n_lines,
-- n_pending, n_exceptions, n_changed (decided lines with a newer proposal), due (epoch seconds of the
-- first cutoff among the waiting shops), sent (epoch seconds of the last file sent, NULL: none).
WITH next AS MATERIALIZED (
  SELECT min(forecast_date) AS day FROM forecasts
  WHERE forecast_date > $2::date AND ($1::integer = 0 OR store_id = $1::integer)
), shops AS (
  SELECT l.store_id, count(*) AS n_lines, count(*) FILTER (WHERE l.status = 'pending') AS n_pending,
         count(*) FILTER (WHERE l.is_exception) AS n_exceptions, count(l.changed_id) AS n_changed
  FROM next CROSS JOIN LATERAL auth.list_order_lines(next.day, $1::integer) l
  GROUP BY l.store_id
)
SELECT next.day, count(shops.store_id) AS n_shops, count(*) FILTER (WHERE n_pending > 0) AS n_waiting,
       coalesce(sum(n_lines), 0) AS n_lines, coalesce(sum(n_pending), 0) AS n_pending,
       coalesce(sum(n_exceptions), 0) AS n_exceptions, coalesce(sum(n_changed), 0) AS n_changed,
       min(extract(epoch FROM (next.day - s.lead_days + s.order_cutoff) AT TIME ZONE s.timezone)::bigint)
         FILTER (WHERE n_pending > 0) AS due,
       (SELECT max(extract(epoch FROM o.sent_at)::bigint) FROM order_dispatches o
        WHERE o.delivery_date = next.day AND ($1::integer = 0 OR $1::integer = ANY (o.store_ids))) AS sent
FROM next LEFT JOIN shops ON true LEFT JOIN stores s ON s.id = shops.store_id
GROUP BY next.day
