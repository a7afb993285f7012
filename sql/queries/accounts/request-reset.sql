-- Tells the administrators that a person has forgotten their password. Says nothing, whoever asks for whom.
-- $1 address
SELECT auth.request_reset($1)
