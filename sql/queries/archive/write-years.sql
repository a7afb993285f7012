-- $1 int after how many years figures are old
-- → (of no interest)
INSERT INTO settings (key, value) VALUES ('archive_years', to_jsonb($1::integer))
ON CONFLICT (key) DO UPDATE SET value = excluded.value, updated_at = now()
RETURNING key
