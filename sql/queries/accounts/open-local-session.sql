-- A session for the person at this desktop; only the owner of the database may ask for one.
-- $1 what opens it, as it is told in the list of sessions
-- → token
SELECT auth.open_local_session($1) AS token
