-- The code with which a user chooses a new password, within an hour.
-- $1 user
-- → code
SELECT auth.issue_reset($1::int) AS code
