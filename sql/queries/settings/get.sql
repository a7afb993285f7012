-- A setting of the business.
-- $1 text key
-- → value (JSON text)
SELECT value::text AS value FROM settings WHERE key = $1
