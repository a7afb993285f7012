-- The database's key, where it has none. As its owner.
-- $1 public, $2 secret, hex
INSERT INTO auth.database_key (public_key, secret_key) VALUES ($1::text, $2::text) ON CONFLICT DO NOTHING
