-- Brings deleted rows back as they were, entered by whoever brings them back.
-- $1 text[] what delete returned
-- → id
INSERT INTO daily_sales
SELECT r.*
FROM unnest($1::text[]) AS removed,
     jsonb_populate_record(NULL::daily_sales,
                           removed::jsonb || jsonb_strip_nulls(jsonb_build_object('user_id', auth.user_id()))) AS r
RETURNING id
