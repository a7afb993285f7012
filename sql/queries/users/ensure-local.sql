-- Makes the user of the person at this desktop; to be asked where users/find-local knows none. Two
-- programs may do so at once: DO UPDATE and not DO NOTHING, since that also returns a row which
-- another transaction has committed after our snapshot was taken. '!' is no hash of any password.
-- → id
INSERT INTO users (name, email, password_hash, role)
VALUES ('This computer', 'local@localhost', '!', 'administrator')
ON CONFLICT (email) DO UPDATE SET active = true
RETURNING id
