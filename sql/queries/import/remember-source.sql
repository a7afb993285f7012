-- The next file with this hint is proposed to go to the same shop.
-- $1: hint ('pc:…' or 'file:…').
INSERT INTO sheet_sources (hint, store_id)
SELECT $1, store_id FROM import_stores WHERE store_id IS NOT NULL ORDER BY ref LIMIT 1
ON CONFLICT (hint) DO UPDATE SET store_id = excluded.store_id, confirmed_at = now();
