-- A window of the log, by time, from an entry on; the key of the entry before makes any depth equally fast.
-- For administrators.
-- $1 to $6 as for count; $7 text sort ('time'), $8 boolean descending; the entry before (NULL: from the start): $9 its
-- time_key, $10 its id; $11 bigint entries to skip; $12 int most entries
-- → id, time (epoch seconds), time_key, user_id, name, email (NULL: nobody, or somebody deleted), action, address (with
--   "claimed" where a pooler says so), client, details (JSON text), store, product and
--   person (names of whom it is about; NULL: about none)
WITH page AS (
  (SELECT a.id
   FROM audit_logs a
   WHERE NOT $8 AND $7 = 'time' AND ($10::bigint IS NULL OR (a.created_at, a.id) > ($9::timestamp, $10::bigint))
    AND ($1::bigint IS NULL OR a.created_at >= to_timestamp($1::bigint) AT TIME ZONE 'UTC')
    AND ($2::bigint IS NULL OR a.created_at < to_timestamp($2::bigint) AT TIME ZONE 'UTC')
    AND ($3::int IS NULL OR a.user_id = $3::int OR ($3::int = 0 AND a.user_id IS NULL))
    AND ($4::text[] IS NULL OR a.action = ANY ($4))
    AND ($5::text IS NULL OR a.details ->> 'table' = $5
         OR a.details @> jsonb_build_object('changes', jsonb_build_array(jsonb_build_object('table', $5::text))))
    AND ($6::text IS NULL OR a.id IN (SELECT auth.find_in_log($6)))
   ORDER BY a.created_at, a.id OFFSET $11 LIMIT $12)
  UNION ALL
  (SELECT a.id
   FROM audit_logs a
   WHERE $8 AND $7 = 'time' AND ($10::bigint IS NULL OR (a.created_at, a.id) < ($9::timestamp, $10::bigint))
    AND ($1::bigint IS NULL OR a.created_at >= to_timestamp($1::bigint) AT TIME ZONE 'UTC')
    AND ($2::bigint IS NULL OR a.created_at < to_timestamp($2::bigint) AT TIME ZONE 'UTC')
    AND ($3::int IS NULL OR a.user_id = $3::int OR ($3::int = 0 AND a.user_id IS NULL))
    AND ($4::text[] IS NULL OR a.action = ANY ($4))
    AND ($5::text IS NULL OR a.details ->> 'table' = $5
         OR a.details @> jsonb_build_object('changes', jsonb_build_array(jsonb_build_object('table', $5::text))))
    AND ($6::text IS NULL OR a.id IN (SELECT auth.find_in_log($6)))
   ORDER BY a.created_at DESC, a.id DESC OFFSET $11 LIMIT $12)
)
SELECT a.id, floor(extract(epoch FROM a.created_at))::bigint AS time,
       to_char(a.created_at, 'YYYY-MM-DD HH24:MI:SS.US') AS time_key, a.user_id, u.name, u.email, a.action,
       a.ip_address AS address, a.user_agent AS client, a.details::text AS details,
       (SELECT s.name FROM stores s
        WHERE s.id::text = coalesce(a.details #>> '{new,store_id}', a.details #>> '{old,store_id}')) AS store,
       (SELECT p.name FROM products p
        WHERE p.id::text = coalesce(a.details #>> '{new,product_id}', a.details #>> '{old,product_id}')) AS product,
       (SELECT p.name FROM users p WHERE a.details ->> 'table' = 'store_members'
          AND p.id::text = coalesce(a.details #>> '{new,user_id}', a.details #>> '{old,user_id}')) AS person
FROM page JOIN audit_logs a ON a.id = page.id LEFT JOIN users u ON u.id = a.user_id
ORDER BY CASE WHEN NOT $8 THEN a.created_at END, CASE WHEN $8 THEN a.created_at END DESC,
         CASE WHEN NOT $8 THEN a.id END, a.id DESC
