-- A setting of the business; row-level security lets administrators alone.
-- $1 text key, $2 text value (JSON)
INSERT INTO settings (key, value) VALUES ($1::text, $2::jsonb)
ON CONFLICT (key) DO UPDATE SET value = excluded.value, updated_at = now()
