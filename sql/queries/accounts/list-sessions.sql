-- Where a user is signed in, for them and for administrators.
-- $1 user
-- → id, client (the program and device), last_seen (epoch seconds), current (the one that asks)
SELECT id, client, extract(epoch FROM last_seen_at)::bigint AS last_seen, current
FROM auth.sessions() WHERE user_id = $1::int
