-- The next file with this hint is proposed to go to the same shop.
-- A hint that another district's shop has, which the person does not see, stays with it.
-- $1: hint ('pc:…' or 'file:…').
WITH told AS (
  SELECT store_id FROM import_stores WHERE store_id IS NOT NULL ORDER BY ref LIMIT 1
), moved AS (
  UPDATE sheet_sources s SET store_id = told.store_id, confirmed_at = now() FROM told WHERE s.hint = $1
)
INSERT INTO sheet_sources (hint, store_id) SELECT $1, store_id FROM told
ON CONFLICT DO NOTHING;
