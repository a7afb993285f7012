-- An event may concern one product, or one category, so that a promotion of Munchkins is not expected of donuts.

ALTER TABLE calendar_events ADD COLUMN product_id INTEGER REFERENCES products(id);
ALTER TABLE calendar_events ADD COLUMN category TEXT CHECK (btrim(category) <> '');
ALTER TABLE calendar_events ADD CONSTRAINT calendar_events_scope
  CHECK ((product_id IS NULL OR category IS NULL) AND (kind <> 'closure' OR (product_id IS NULL AND category IS NULL)));
CREATE INDEX calendar_events_product_id ON calendar_events(product_id) WHERE product_id IS NOT NULL;
-- Two sales of one name may begin together, each of another product.
ALTER TABLE calendar_events DROP CONSTRAINT calendar_events_store_id_starts_on_ends_on_name_kind_key;
ALTER TABLE calendar_events ADD CONSTRAINT calendar_events_once
  UNIQUE NULLS NOT DISTINCT (store_id, starts_on, ends_on, name, kind, product_id, category);

-- The product that a product is a part of now, through as many merges as there were.
CREATE FUNCTION live_product(product INTEGER) RETURNS INTEGER
  LANGUAGE sql STABLE
AS $$
  WITH RECURSIVE up AS (
    SELECT p.id, p.merged_into FROM products p WHERE p.id = product
    UNION
    SELECT k.id, k.merged_into FROM up JOIN products k ON k.id = up.merged_into
  )
  SELECT id FROM up WHERE merged_into IS NULL
$$;

-- The product that a file names; an error where there is none of that name. NULL: the file names none.
CREATE FUNCTION named_product(name TEXT) RETURNS INTEGER
  LANGUAGE plpgsql STABLE
AS $$
DECLARE
  found_id INTEGER;
BEGIN
  IF name IS NULL THEN
    RETURN NULL;
  END IF;
  SELECT a.product_id INTO found_id FROM product_aliases a WHERE a.key = product_key(name);
  IF NOT FOUND THEN
    RAISE EXCEPTION 'there is no product “%”', name USING ERRCODE = 'P0002';
  END IF;
  RETURN live_product(found_id);
END
$$;
