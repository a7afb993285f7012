-- Where the chain of the log breaks; no row where it holds. For administrators.
-- → entry (id), problem (altered, removed, inserted, checkpoint or head)
SELECT entry, problem FROM auth.verify_audit()
