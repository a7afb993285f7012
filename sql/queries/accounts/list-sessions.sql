-- Where a user is signed in, for them and for administrators.
-- $1 user
-- → id, client (the program and device), last_seen (UTC, minutes), current (the one that asks)
SELECT id, client, to_char(last_seen_at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI') AS last_seen, current
FROM auth.sessions() WHERE user_id = $1::int
