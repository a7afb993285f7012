-- Notes in the log what no table tells, in the name of who is signed in.
-- $1 text action (EXPORT, PRINT, BACKUP, RESTORE or MAIL), $2 text details (JSON)
SELECT auth.note($1, $2::jsonb)
