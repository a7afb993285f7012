-- What earlier files of these hints were confirmed to belong to.
-- $1: hints (text[]). Columns: hint, store_id.
SELECT hint, store_id FROM sheet_sources WHERE hint = ANY ($1::text[]);
