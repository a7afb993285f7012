-- Brings deleted rows back as they were.
-- $1 text[] what delete returned
-- → id
INSERT INTO daily_production
SELECT r.* FROM unnest($1::text[]) AS removed, jsonb_populate_record(NULL::daily_production, removed::jsonb) AS r
RETURNING id
