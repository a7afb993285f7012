-- Gives whoever asks another password; all their other sessions end.
-- $1 proof of the old one, $2 setting, $3 key of the new one
-- → changed: false where the proof is wrong, or there were too many attempts
SELECT auth.change_password($1, $2, $3) AS changed
