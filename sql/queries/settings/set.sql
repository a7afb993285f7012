-- Sets a setting of the business.
-- $1 text key, $2 text value (JSON)
INSERT INTO settings (key, value) VALUES ($1, $2::jsonb)
ON CONFLICT (key) DO UPDATE SET value = excluded.value, updated_at = now()
