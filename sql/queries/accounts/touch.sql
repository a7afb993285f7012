-- The program is still in use: the session's idle time begins anew, at most once a minute. A server that only
-- reads keeps it as it is.
-- → alive (FALSE: the session has ended; the owner of the database needs none)
SELECT CASE WHEN current_setting('transaction_read_only')::boolean THEN auth.user_id() IS NOT NULL ELSE auth.touch() END
       OR NOT auth.is_guarded() AS alive
