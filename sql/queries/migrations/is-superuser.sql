-- → 't' where the session may make roles and hand tables over
SELECT rolsuper FROM pg_roles WHERE rolname = current_user
