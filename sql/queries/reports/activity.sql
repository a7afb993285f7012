-- What users did lately. created_at is UTC; the days are those of a time zone.
-- $1 date today, $2 int days back (7), $3 int most rows (50), $4 text time zone (IANA)
-- → user_id, user_name (both NULL: the program itself), action, details (JSON text), created_at (UTC)
SELECT a.user_id, u.name AS user_name, a.action, a.details::text AS details, a.created_at
FROM audit_logs a LEFT JOIN users u ON u.id = a.user_id
WHERE a.created_at >= (($1::date - $2::int)::timestamp AT TIME ZONE $4::text) AT TIME ZONE 'UTC'
ORDER BY a.created_at DESC, a.id DESC
LIMIT $3::int
