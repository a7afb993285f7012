-- Signs in.
-- $1 address, $2 proof, $3 new setting and $4 new key (NULL but for a bcrypt challenge), $5 the program and
-- device, $6 the token of an earlier session on this device (NULL)
-- → outcome (good, refused, wait), token, wait_seconds, user_id, name
SELECT outcome, token, wait_seconds, user_id, name FROM auth.sign_in($1, $2, $3, $4, $5, $6)
