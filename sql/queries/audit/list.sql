-- The log, newest first, for administrators.
-- $1, $2 dates, both included (UTC; NULL: no bound), $3 e-mail, $4 action (NULL: any), $5 int most rows (NULL: all)
-- → id, created_at (UTC), email (NULL: nobody, or somebody deleted), action, address (claimed by a pooler where it
--   says so), client, details (JSON text)
SELECT a.id, to_char(a.created_at, 'YYYY-MM-DD HH24:MI:SS') AS created_at, u.email, a.action, a.ip_address AS address,
       a.user_agent AS client, a.details::text AS details
FROM audit_logs a LEFT JOIN users u ON u.id = a.user_id
WHERE ($1::date IS NULL OR a.created_at >= $1::date) AND ($2::date IS NULL OR a.created_at < $2::date + 1)
  AND ($3::text IS NULL OR lower(u.email) = lower($3::text)) AND ($4::text IS NULL OR a.action = upper($4::text))
ORDER BY a.id DESC
LIMIT $5::int
