-- → database (UUID, text)
SELECT value #>> '{}' AS database FROM settings WHERE key = 'database_uuid'
