-- The demo's products in the order of its sheet, each under its own name. A product that is there
-- already is left as it is.
-- $1 names; $2 categories; $3 unit costs and $4 prices, minor units
WITH made AS (
  INSERT INTO products (name, category, unit_cost, unit_price, sheet_order)
  SELECT p.name, p.category, p.cost / 100.0, p.price / 100.0, p.ordinal
  FROM unnest($1::text[], $2::text[], $3::int[], $4::int[]) WITH ORDINALITY AS p(name, category, cost, price, ordinal)
  ON CONFLICT (name) DO NOTHING
  RETURNING id, name
)
INSERT INTO product_aliases (key, alias, product_id)
SELECT product_key(name), name, id FROM made
ON CONFLICT (key) DO NOTHING
