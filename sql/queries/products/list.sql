-- The catalogue with what is in force on a day, in the order of the sheet.
-- $1 date; $2 int store (NULL: the prices of every store); $3 text in the name or an alias (NULL: all);
-- $4 boolean also products that are no longer offered
-- → id, name, category, active, shelf_life_days, sheet_order, unit_cost, unit_price, salvage_value (money,
--   NULL unknown), pack_size, min_display (pieces), valid_from (date, NULL: no price), aliases (JSON text array without
--   the own name), row_version, merged_into (name of the product that took it up, NULL), merge_id
SELECT p.id, p.name, p.category, p.active, p.shelf_life_days, p.sheet_order,
       CASE WHEN c.id IS NULL THEN p.unit_cost ELSE c.unit_cost END AS unit_cost,
       CASE WHEN c.id IS NULL THEN p.unit_price ELSE c.unit_price END AS unit_price,
       c.salvage_value, coalesce(c.pack_size, 1) AS pack_size,
       coalesce(c.min_display, 0) AS min_display, c.valid_from,
       (SELECT coalesce(jsonb_agg(a.alias ORDER BY a.alias), '[]')::text FROM product_aliases a
        WHERE a.product_id = p.id AND a.key <> product_key(p.name)) AS aliases,
       p.row_version, (SELECT k.name FROM products k WHERE k.id = p.merged_into) AS merged_into,
       (SELECT max(m.id) FROM product_merges m WHERE m.merged_id = p.id AND m.undone_at IS NULL) AS merge_id
FROM products p
LEFT JOIN LATERAL (
  SELECT pp.* FROM product_prices pp
  WHERE pp.product_id = p.id AND pp.valid_from <= $1::date AND (pp.store_id IS NULL OR pp.store_id = $2::int)
  ORDER BY pp.store_id IS NULL, pp.valid_from DESC
  LIMIT 1
) c ON true
WHERE ($4::boolean OR p.active)
  AND ($3::text IS NULL OR EXISTS (SELECT FROM product_aliases a
                                   WHERE a.product_id = p.id AND strpos(a.key, product_key($3)) > 0))
ORDER BY p.sheet_order NULLS LAST, p.category NULLS LAST, p.name, p.id
