-- $1 JSON
INSERT INTO public.settings (key, value) VALUES ('backup', $1::jsonb)
ON CONFLICT (key) DO UPDATE SET value = excluded.value, updated_at = now()
