-- What a piece costs and brings on a day, and how a statement refuses.

-- NULL where nobody has said; a store's own row comes before the one for every store, and the
-- contract's columns on products stand where there is no dated price.
CREATE FUNCTION price_on(product INTEGER, store INTEGER, day DATE) RETURNS NUMERIC
  LANGUAGE sql STABLE PARALLEL SAFE
AS $$
  SELECT CASE WHEN EXISTS (SELECT FROM product_prices x WHERE x.product_id = product)
    THEN (SELECT p.unit_price FROM product_prices p
          WHERE p.product_id = product AND p.valid_from <= day AND (p.store_id IS NULL OR p.store_id = store)
          ORDER BY p.store_id IS NULL, p.valid_from DESC LIMIT 1)
    ELSE (SELECT p.unit_price FROM products p WHERE p.id = product) END
$$;
CREATE FUNCTION cost_on(product INTEGER, store INTEGER, day DATE) RETURNS NUMERIC
  LANGUAGE sql STABLE PARALLEL SAFE
AS $$
  SELECT CASE WHEN EXISTS (SELECT FROM product_prices x WHERE x.product_id = product)
    THEN (SELECT p.unit_cost FROM product_prices p
          WHERE p.product_id = product AND p.valid_from <= day AND (p.store_id IS NULL OR p.store_id = store)
          ORDER BY p.store_id IS NULL, p.valid_from DESC LIMIT 1)
    ELSE (SELECT p.unit_cost FROM products p WHERE p.id = product) END
$$;

-- Of all numbers of a group; NULL for none.
CREATE AGGREGATE common_divisor(INTEGER) (SFUNC = gcd, STYPE = INTEGER, PARALLEL = SAFE);

-- Ends a unit that would enter a second figure for the same thing.
CREATE FUNCTION refuse_doubled(what TEXT) RETURNS BOOLEAN
  LANGUAGE plpgsql
AS $$
BEGIN
  RAISE EXCEPTION 'there is an entry for this already (%)', what USING ERRCODE = 'unique_violation';
END
$$;
