-- Where in the chain a head stands that was written down earlier. For administrators.
-- $1 text hash (hex)
-- → entries (that stood before it, with what retention removed), last_id (of them). No row: nowhere
SELECT entries, last_id FROM auth.find_audit_head($1)
