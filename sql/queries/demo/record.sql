-- Remembers what the demo district grows from. A second program that makes it at the same time waits
-- here, then fails on settings_pkey.
-- $1 seed; $2 first day
INSERT INTO settings (key, value) VALUES ('demo', jsonb_build_object('seed', $1::numeric, 'first', $2::date))
