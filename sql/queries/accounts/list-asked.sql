-- Who asked for a new password and has no code yet, the longest waiting first; for administrators. → user_id, email
SELECT a.id AS user_id, a.email FROM auth.accounts() a
WHERE a.active AND a.reset_requested_at IS NOT NULL
ORDER BY a.reset_requested_at, a.id
