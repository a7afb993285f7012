-- Forgets a price from a day on.
-- $1 int its id
-- → removed (JSON text)
DELETE FROM product_prices pp WHERE id = $1::int RETURNING to_jsonb(pp)::text AS removed
