-- Products that are offered but have no cost or no price yet, with what a pack may be: the greatest
-- common divisor of what was made on up to 200 latest occasions.
-- $1 date today
-- → id, name, category, sheet_order, proposed_pack (pieces), row_version, unit_cost, unit_price (money, one of them
--   or both NULL)
SELECT p.id, p.name, p.category, p.sheet_order, coalesce(m.pack, 1) AS proposed_pack, p.row_version,
       cost_on(p.id, NULL, $1::date) AS unit_cost, price_on(p.id, NULL, $1::date) AS unit_price
FROM products p
LEFT JOIN LATERAL (
  SELECT greatest(1, common_divisor(made.quantity_produced)) AS pack
  FROM (SELECT quantity_produced FROM daily_production d
        WHERE d.product_id = p.id AND d.quantity_produced > 0 ORDER BY d.date DESC LIMIT 200) made
) m ON true
WHERE p.active AND (price_on(p.id, NULL, $1::date) IS NULL OR cost_on(p.id, NULL, $1::date) IS NULL)
ORDER BY p.sheet_order NULLS LAST, p.name
