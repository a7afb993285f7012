-- Removes the sealed entries before a day (UTC) and leaves a checkpoint. For administrators.
-- $1 text date
-- → removed (entries)
SELECT auth.retain_audit($1::text) AS removed
