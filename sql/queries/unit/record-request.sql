-- Makes a unit exactly-once: a second run waits for the first one's end and then fails on
-- client_requests_pkey, or does the work where the first did not commit.
-- $1 the request's UUID
INSERT INTO client_requests (uuid) VALUES ($1)
