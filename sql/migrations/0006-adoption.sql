-- Every sale, every waste and every forecast gets its store and its product. Rows that an older
-- installation has are adopted: each user's rows go to a store of their own, names that are missing
-- become products, and doubled rows of a store, day and product are summed, with the originals kept
-- in audit_logs. Clients that know only the contract's columns go on working: triggers fill the rest.

LOCK TABLE users, products, daily_sales, daily_waste, forecasts IN ACCESS EXCLUSIVE MODE;

-- A name without letters is still a product's.
CREATE FUNCTION usable_product_name(name TEXT) RETURNS TEXT
  LANGUAGE sql IMMUTABLE PARALLEL SAFE
  AS $$ SELECT CASE WHEN name IS NULL OR product_key(name) = '' THEN '(no name)'
                    ELSE btrim(regexp_replace(name, '\s+', ' ', 'g')) END $$;

-- Names of products are unique by their key, own names and aliases together.
CREATE FUNCTION keep_product_alias() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
AS $$
DECLARE
  holder TEXT;
BEGIN
  IF product_key(NEW.name) = '' THEN
    RAISE EXCEPTION 'a product needs a name' USING ERRCODE = 'check_violation';
  END IF;
  INSERT INTO product_aliases (key, alias, product_id) VALUES (product_key(NEW.name), NEW.name, NEW.id)
    ON CONFLICT (key) DO NOTHING;
  SELECT p.name INTO holder
    FROM product_aliases a JOIN products p ON p.id = a.product_id
    WHERE a.key = product_key(NEW.name) AND a.product_id <> NEW.id;
  IF FOUND THEN
    RAISE EXCEPTION '“%” is already a name of the product “%”', NEW.name, holder
      USING ERRCODE = 'unique_violation';
  END IF;
  RETURN NULL;
END
$$;

-- The product that a name means, made where there is none.
CREATE FUNCTION product_of_name(name TEXT) RETURNS INTEGER
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
AS $$
DECLARE
  wanted CONSTANT TEXT := usable_product_name(name);
  found_id INTEGER;
BEGIN
  SELECT a.product_id INTO found_id FROM product_aliases a WHERE a.key = product_key(wanted);
  IF NOT FOUND THEN
    INSERT INTO products (name) VALUES (left(wanted, 255)) RETURNING id INTO found_id;
  END IF;
  RETURN found_id;
END
$$;

-- The store that a user's rows belong to where nobody says which: the first one they are a member
-- of, or one of their own.
CREATE FUNCTION store_of_user(wanted INTEGER) RETURNS INTEGER
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
AS $$
DECLARE
  found_id INTEGER;
  own_name TEXT;
  home_district INTEGER;
BEGIN
  SELECT min(m.store_id) INTO found_id FROM store_members m WHERE m.user_id = wanted;
  IF found_id IS NOT NULL THEN
    RETURN found_id;
  END IF;
  SELECT CASE WHEN btrim(u.name) = '' THEN u.email ELSE btrim(u.name) END INTO own_name
    FROM users u WHERE u.id = wanted;
  IF NOT FOUND THEN
    RETURN NULL;                                   -- the row's own foreign key says so better
  END IF;
  SELECT min(d.id) INTO home_district FROM districts d;
  IF home_district IS NULL THEN
    INSERT INTO districts (name) VALUES ('District') RETURNING id INTO home_district;
  END IF;
  IF btrim(own_name) = '' OR EXISTS (SELECT FROM stores s WHERE s.name = own_name) THEN
    own_name := btrim(own_name || ' (' || wanted || ')');
  END IF;
  INSERT INTO stores (district_id, name) VALUES (home_district, own_name) RETURNING id INTO found_id;
  INSERT INTO store_members (user_id, store_id, role) VALUES (wanted, found_id, 'store_manager');
  RETURN found_id;
END
$$;
REVOKE EXECUTE ON FUNCTION store_of_user(INTEGER) FROM PUBLIC;

-- 1. What is there, and what it counts to.
CREATE TEMPORARY TABLE adoption ON COMMIT DROP AS
  SELECT (SELECT count(*) FROM users) AS users, (SELECT count(*) FROM products) AS products,
         (SELECT count(*) FROM stores) AS stores, 0::bigint AS spellings, 0::bigint AS rows_summed,
         0::bigint AS rows_clamped;

-- 2. Stores, one a user.
DO $$ BEGIN PERFORM store_of_user(id) FROM (SELECT id FROM users ORDER BY id) u; END $$;

-- 3. Products: of two that differ only in case or blanks the older one is the product, the other
-- stays as a row that is not offered.
INSERT INTO product_aliases (key, alias, product_id)
  SELECT DISTINCT ON (product_key(name)) product_key(name), name, id
  FROM products WHERE product_key(name) <> ''
  ORDER BY product_key(name), id;
UPDATE products p SET active = false
  WHERE NOT EXISTS (SELECT FROM product_aliases a WHERE a.product_id = p.id);
UPDATE products p
  SET category = coalesce(p.category, twin.category), unit_cost = coalesce(p.unit_cost, twin.unit_cost),
      unit_price = coalesce(p.unit_price, twin.unit_price)
  FROM (SELECT product_key(name) AS key, min(category) AS category, min(unit_cost) AS unit_cost,
               min(unit_price) AS unit_price
        FROM products WHERE NOT active GROUP BY 1) twin
  WHERE p.active AND product_key(p.name) = twin.key;

CREATE TEMPORARY TABLE written_names ON COMMIT DROP AS
  SELECT product_name AS name, count(*) AS n
  FROM (SELECT product_name FROM daily_sales UNION ALL SELECT product_name FROM daily_waste
        UNION ALL SELECT product_name FROM forecasts) every_row
  GROUP BY product_name;
-- A missing product is called what it was called most often.
WITH missing AS (
  SELECT DISTINCT ON (product_key(usable_product_name(w.name))) usable_product_name(w.name) AS name
  FROM written_names w
  WHERE NOT EXISTS (SELECT FROM product_aliases a WHERE a.key = product_key(usable_product_name(w.name)))
  ORDER BY product_key(usable_product_name(w.name)), w.n DESC, w.name
), made AS (
  INSERT INTO products (name) SELECT left(name, 255) FROM missing RETURNING id, name
)
INSERT INTO product_aliases (key, alias, product_id) SELECT product_key(name), name, id FROM made;
CREATE TRIGGER products_keep_alias AFTER INSERT OR UPDATE OF name ON products
  FOR EACH ROW EXECUTE FUNCTION keep_product_alias();

UPDATE adoption SET spellings = (
  SELECT count(*) FROM (SELECT name FROM written_names UNION SELECT name FROM products) w
  JOIN product_aliases a ON a.key = product_key(usable_product_name(w.name))
  JOIN products p ON p.id = a.product_id
  WHERE p.name <> w.name);

-- 4. Keys.
UPDATE daily_sales r SET store_id = m.store_id, product_id = a.product_id
  FROM store_members m, product_aliases a
  WHERE m.user_id = r.user_id AND a.key = product_key(usable_product_name(r.product_name))
    AND (r.store_id IS NULL OR r.product_id IS NULL);
UPDATE daily_waste r SET store_id = m.store_id, product_id = a.product_id
  FROM store_members m, product_aliases a
  WHERE m.user_id = r.user_id AND a.key = product_key(usable_product_name(r.product_name))
    AND (r.store_id IS NULL OR r.product_id IS NULL);
UPDATE forecasts r SET store_id = m.store_id, product_id = a.product_id
  FROM store_members m, product_aliases a
  WHERE m.user_id = r.user_id AND a.key = product_key(usable_product_name(r.product_name))
    AND (r.store_id IS NULL OR r.product_id IS NULL);

-- 5. Doubled rows become their sum, in the row that was first; sums that no piece count can be are
-- cut to what one can, and what they were is in audit_logs.
CREATE TEMPORARY TABLE summed_sales ON COMMIT DROP AS
  SELECT min(id) AS kept_id, min(user_id) AS user_id, store_id, date, product_id, count(*) AS n,
         sum(quantity_sold::bigint) AS quantity, sum(revenue) AS revenue,
         string_agg(btrim(notes), '; ' ORDER BY id) FILTER (WHERE btrim(notes) <> '') AS notes,
         jsonb_agg(to_jsonb(s) ORDER BY id) AS originals
  FROM daily_sales s
  GROUP BY store_id, date, product_id
  HAVING count(*) > 1 OR min(quantity_sold) < 0;
CREATE TEMPORARY TABLE summed_waste ON COMMIT DROP AS
  SELECT min(id) AS kept_id, min(user_id) AS user_id, store_id, date, product_id, count(*) AS n,
         sum(quantity_wasted::bigint) AS quantity, sum(cost) AS cost,
         (array_agg(reason ORDER BY quantity_wasted DESC, id) FILTER (WHERE btrim(reason) <> ''))[1] AS reason,
         jsonb_agg(to_jsonb(w) ORDER BY id) AS originals
  FROM daily_waste w
  GROUP BY store_id, date, product_id
  HAVING count(*) > 1 OR min(quantity_wasted) < 0;

INSERT INTO audit_logs (user_id, action, details)
  SELECT user_id, CASE WHEN n > 1 THEN 'ADOPTION_SUMMED' ELSE 'ADOPTION_CLAMPED' END,
         jsonb_build_object('table', kind, 'store_id', store_id, 'date', date, 'product_id', product_id,
                            'kept_id', kept_id, 'sum', quantity, 'amount', amount,
                            'clamped', quantity NOT BETWEEN 0 AND 2147483647 OR abs(amount) > 99999999.99,
                            'originals', originals)
  FROM (SELECT 'daily_sales' AS kind, user_id, store_id, date, product_id, n, kept_id, quantity,
               revenue AS amount, originals FROM summed_sales
        UNION ALL
        SELECT 'daily_waste', user_id, store_id, date, product_id, n, kept_id, quantity, cost, originals
        FROM summed_waste) every_group
  ORDER BY kind, kept_id;

DELETE FROM daily_sales s USING summed_sales k
  WHERE s.store_id = k.store_id AND s.date = k.date AND s.product_id = k.product_id AND s.id <> k.kept_id;
DELETE FROM daily_waste w USING summed_waste k
  WHERE w.store_id = k.store_id AND w.date = k.date AND w.product_id = k.product_id AND w.id <> k.kept_id;
UPDATE daily_sales s
  SET quantity_sold = greatest(0, least(k.quantity, 2147483647)),
      revenue = greatest(-99999999.99, least(k.revenue, 99999999.99)), notes = k.notes
  FROM summed_sales k WHERE s.id = k.kept_id;
UPDATE daily_waste w
  SET quantity_wasted = greatest(0, least(k.quantity, 2147483647)),
      cost = greatest(-99999999.99, least(k.cost, 99999999.99)), reason = k.reason
  FROM summed_waste k WHERE w.id = k.kept_id;
UPDATE adoption SET
  rows_summed = (SELECT coalesce(sum(n - 1), 0) FROM summed_sales)
              + (SELECT coalesce(sum(n - 1), 0) FROM summed_waste),
  rows_clamped = (SELECT count(*) FROM audit_logs
                  WHERE action IN ('ADOPTION_SUMMED', 'ADOPTION_CLAMPED') AND (details ->> 'clamped')::boolean);

-- 6. The account of it, where there was anything to adopt.
INSERT INTO audit_logs (action, details)
  SELECT 'ADOPTION', jsonb_build_object(
           'stores_made', (SELECT count(*) FROM stores) - a.stores,
           'products_added', (SELECT count(*) FROM products) - a.products,
           'spellings', a.spellings, 'rows_summed', a.rows_summed, 'rows_clamped', a.rows_clamped,
           'legacy_hashes', (SELECT count(*) FROM users WHERE password_hash LIKE '$2%'))
  FROM adoption a
  WHERE a.users > 0 OR a.products > 0;

-- 7. What holds from now on.
ALTER TABLE daily_sales
  ALTER COLUMN store_id SET NOT NULL,
  ALTER COLUMN product_id SET NOT NULL,
  ADD CONSTRAINT daily_sales_day UNIQUE (store_id, date, product_id),
  ADD CONSTRAINT daily_sales_quantity CHECK (quantity_sold >= 0);
ALTER TABLE daily_waste
  ALTER COLUMN store_id SET NOT NULL,
  ALTER COLUMN product_id SET NOT NULL,
  ADD CONSTRAINT daily_waste_day UNIQUE (store_id, date, product_id),
  ADD CONSTRAINT daily_waste_quantity CHECK (quantity_wasted >= 0);
ALTER TABLE forecasts
  ALTER COLUMN store_id SET NOT NULL,
  ALTER COLUMN product_id SET NOT NULL;
CREATE INDEX daily_sales_product_id ON daily_sales(product_id, date);
CREATE INDEX daily_sales_batch ON daily_sales(import_batch_id) WHERE import_batch_id IS NOT NULL;
CREATE INDEX daily_waste_product_id ON daily_waste(product_id, date);
CREATE INDEX daily_waste_batch ON daily_waste(import_batch_id) WHERE import_batch_id IS NOT NULL;
CREATE INDEX forecasts_product_id ON forecasts(product_id);

-- 8. Old clients. They know neither store nor product id; a program that gives everything pays for
-- no trigger call.
CREATE FUNCTION fill_keys() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND NEW.product_name IS DISTINCT FROM OLD.product_name
     AND NEW.product_id = OLD.product_id THEN
    NEW.product_id := product_of_name(NEW.product_name);
  END IF;
  NEW.store_id := coalesce(NEW.store_id, store_of_user(NEW.user_id));
  NEW.product_id := coalesce(NEW.product_id, product_of_name(NEW.product_name));
  IF NEW.product_name IS NULL
     OR (TG_OP = 'UPDATE' AND NEW.product_id <> OLD.product_id
         AND NEW.product_name IS NOT DISTINCT FROM OLD.product_name) THEN
    SELECT p.name INTO NEW.product_name FROM products p WHERE p.id = NEW.product_id;
  END IF;
  RETURN NEW;
END
$$;

-- The contract records single sales: a second one of the same day is added to the first, which an
-- INSERT that names no store is taken to mean. A figure that was only derived gives way.
CREATE FUNCTION add_to_sales() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
AS $$
BEGIN
  NEW.store_id := store_of_user(NEW.user_id);
  NEW.product_id := coalesce(NEW.product_id, product_of_name(NEW.product_name));
  UPDATE daily_sales s
    SET quantity_sold = least(NEW.quantity_sold + CASE s.source WHEN 'till' THEN s.quantity_sold::bigint ELSE 0 END,
                              2147483647),
        revenue = CASE WHEN NEW.revenue IS NULL THEN s.revenue ELSE coalesce(s.revenue, 0) + NEW.revenue END,
        notes = nullif(concat_ws('; ', nullif(s.notes, ''), nullif(NEW.notes, '')), ''), source = 'till'
    WHERE s.store_id = NEW.store_id AND s.date = NEW.date AND s.product_id = NEW.product_id;
  IF NOT FOUND THEN
    RETURN NEW;
  END IF;
  INSERT INTO audit_logs (user_id, action, details)
    VALUES (NEW.user_id, 'SALE_ADDED', jsonb_build_object('table', TG_TABLE_NAME, 'original', to_jsonb(NEW)));
  RETURN NULL;
END
$$;

CREATE FUNCTION add_to_waste() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
AS $$
BEGIN
  NEW.store_id := store_of_user(NEW.user_id);
  NEW.product_id := coalesce(NEW.product_id, product_of_name(NEW.product_name));
  UPDATE daily_waste w
    SET quantity_wasted = least(w.quantity_wasted::bigint + NEW.quantity_wasted, 2147483647),
        cost = CASE WHEN NEW.cost IS NULL THEN w.cost ELSE coalesce(w.cost, 0) + NEW.cost END,
        reason = CASE WHEN NEW.quantity_wasted > w.quantity_wasted THEN coalesce(NEW.reason, w.reason)
                      ELSE coalesce(w.reason, NEW.reason) END
    WHERE w.store_id = NEW.store_id AND w.date = NEW.date AND w.product_id = NEW.product_id;
  IF NOT FOUND THEN
    RETURN NEW;
  END IF;
  INSERT INTO audit_logs (user_id, action, details)
    VALUES (NEW.user_id, 'WASTE_ADDED', jsonb_build_object('table', TG_TABLE_NAME, 'original', to_jsonb(NEW)));
  RETURN NULL;
END
$$;

-- Triggers of one kind run in the order of their names.
CREATE TRIGGER daily_sales_1_add BEFORE INSERT ON daily_sales FOR EACH ROW
  WHEN (NEW.store_id IS NULL) EXECUTE FUNCTION add_to_sales();
CREATE TRIGGER daily_sales_2_fill BEFORE INSERT ON daily_sales FOR EACH ROW
  WHEN (NEW.product_id IS NULL OR NEW.product_name IS NULL) EXECUTE FUNCTION fill_keys();
CREATE TRIGGER daily_sales_2_refill BEFORE UPDATE OF product_name, product_id, store_id ON daily_sales FOR EACH ROW
  WHEN ((NEW.product_name, NEW.product_id, NEW.store_id) IS DISTINCT FROM
        (OLD.product_name, OLD.product_id, OLD.store_id)) EXECUTE FUNCTION fill_keys();
CREATE TRIGGER daily_waste_1_add BEFORE INSERT ON daily_waste FOR EACH ROW
  WHEN (NEW.store_id IS NULL) EXECUTE FUNCTION add_to_waste();
CREATE TRIGGER daily_waste_2_fill BEFORE INSERT ON daily_waste FOR EACH ROW
  WHEN (NEW.product_id IS NULL OR NEW.product_name IS NULL) EXECUTE FUNCTION fill_keys();
CREATE TRIGGER daily_waste_2_refill BEFORE UPDATE OF product_name, product_id, store_id ON daily_waste FOR EACH ROW
  WHEN ((NEW.product_name, NEW.product_id, NEW.store_id) IS DISTINCT FROM
        (OLD.product_name, OLD.product_id, OLD.store_id)) EXECUTE FUNCTION fill_keys();
CREATE TRIGGER forecasts_2_fill BEFORE INSERT ON forecasts FOR EACH ROW
  WHEN (NEW.store_id IS NULL OR NEW.product_id IS NULL OR NEW.product_name IS NULL) EXECUTE FUNCTION fill_keys();
CREATE TRIGGER forecasts_2_refill BEFORE UPDATE OF product_name, product_id, store_id ON forecasts FOR EACH ROW
  WHEN ((NEW.product_name, NEW.product_id, NEW.store_id) IS DISTINCT FROM
        (OLD.product_name, OLD.product_id, OLD.store_id)) EXECUTE FUNCTION fill_keys();

-- 9. Who has entered rows stays: the contract's ON DELETE CASCADE would take the rows along.
CREATE FUNCTION keep_user_with_rows() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
AS $$
BEGIN
  IF EXISTS (SELECT FROM daily_sales WHERE user_id = OLD.id)
     OR EXISTS (SELECT FROM daily_waste WHERE user_id = OLD.id)
     OR EXISTS (SELECT FROM forecasts WHERE user_id = OLD.id) THEN
    RAISE EXCEPTION 'the user % has entered rows; deactivate them instead', OLD.name
      USING ERRCODE = 'restrict_violation';
  END IF;
  DELETE FROM store_members WHERE user_id = OLD.id;
  RETURN OLD;
END
$$;
CREATE TRIGGER users_keep BEFORE DELETE ON users FOR EACH ROW EXECUTE FUNCTION keep_user_with_rows();
