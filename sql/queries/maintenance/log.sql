-- Writes down in the audit log what the owner did to the database.
-- $1 the person's id (0: only the owner is known), $2 action, $3 details (JSON)
-- → (of no interest)
SELECT auth.log(nullif($1::integer, 0), $2::text, $3::jsonb)
