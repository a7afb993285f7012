-- From when until when shops offer a product, and what it starts like there; where all is empty it is offered always.
-- $1 int product (0: the one that this unit has just added), $2 int[] stores, $3 text[] from, $4 text[] to (ISO
-- days, '': always), $5 int[] products that it starts like (0: none), $6 double[] shares
-- → n (shops)
WITH product AS (
  SELECT CASE WHEN $1::int > 0 THEN $1::int ELSE current_setting('ddi.product')::int END AS id
), given AS (
  SELECT p.id AS product_id, k.store_id, nullif(k.first, '')::date AS first, nullif(k.last, '')::date AS last,
         nullif(k.like_id, 0) AS like_id, CASE WHEN k.like_id <> 0 THEN k.share::numeric(4, 2) END AS share
  FROM unnest($2::int[], $3::text[], $4::text[], $5::int[], $6::float8[]) AS k(store_id, first, last, like_id, share)
  CROSS JOIN product p
), removed AS (
  DELETE FROM product_offers o USING given k
  WHERE o.product_id = k.product_id AND o.store_id = k.store_id AND k.first IS NULL AND k.last IS NULL AND k.like_id IS NULL
  RETURNING 1
), written AS (
  INSERT INTO product_offers AS o (product_id, store_id, offered_from, offered_to, starts_like_product_id, starts_like_share)
  SELECT product_id, store_id, first, last, like_id, share FROM given
  WHERE first IS NOT NULL OR last IS NOT NULL OR like_id IS NOT NULL
  ON CONFLICT (product_id, store_id) DO UPDATE
    SET offered_from = excluded.offered_from, offered_to = excluded.offered_to,
        starts_like_product_id = excluded.starts_like_product_id, starts_like_share = excluded.starts_like_share
  RETURNING 1
)
SELECT (SELECT count(*) FROM removed) + (SELECT count(*) FROM written) AS n
