-- The user of the person at this desktop, made the first time. '!' is no hash of any password.
-- → id
WITH made AS (
  INSERT INTO users (name, email, password_hash, role)
  VALUES ('This computer', 'local@localhost', '!', 'administrator')
  ON CONFLICT (email) DO NOTHING
  RETURNING id
)
SELECT id FROM made
UNION ALL
SELECT id FROM users WHERE email = 'local@localhost'
LIMIT 1
