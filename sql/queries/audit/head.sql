-- The head of the log's chain, to be written down elsewhere. For administrators.
-- → entries, last_id (it is sealed up to there), hash (hex), waiting (entries that are not sealed yet)
SELECT entries, last_id, hash, waiting FROM auth.audit_head()
