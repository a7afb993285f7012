-- Takes an invitation or a reset code and sets a password.
-- $1 address, $2 code, $3 setting, $4 key, $5 the program and device
-- → outcome (good, refused, wait), token, wait_seconds, user_id, name
SELECT outcome, token, wait_seconds, user_id, name FROM auth.redeem($1, $2, $3, $4, $5)
