-- The user of the person at this desktop, made by whoever owns the database.
-- → id (no row: there is none yet)
SELECT id FROM users WHERE email = 'local@localhost' AND active
