-- The batch that everything of this fill belongs to; its rows are counted at the end.
-- $1 user; $2 first day; $3 last day
INSERT INTO import_batches (user_id, kind, source_name, digest, first_date, last_date)
VALUES ($1, 'demo', 'Demo district', encode(sha256(convert_to($2::text || ' ' || $3::text, 'UTF8')), 'hex'),
        $2::text::date, $3::text::date)
