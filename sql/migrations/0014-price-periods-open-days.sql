-- From when until when a price holds, so that a million rows are priced by one join. Without a dated
-- row the contract's columns on products hold always.
CREATE VIEW price_periods WITH (security_invoker = true) AS
  SELECT pp.product_id, pp.store_id, pp.valid_from,
         lead(pp.valid_from, 1, 'infinity') OVER (PARTITION BY pp.product_id, pp.store_id ORDER BY pp.valid_from)
           AS valid_to,                              -- the first day that it no longer holds
         pp.unit_cost, pp.unit_price, pp.salvage_value, pp.pack_size
  FROM product_prices pp
  UNION ALL
  SELECT p.id, NULL, '-infinity', 'infinity', p.unit_cost, p.unit_price, NULL, 1
  FROM products p
  WHERE NOT EXISTS (SELECT FROM product_prices pp WHERE pp.product_id = p.id);
GRANT SELECT ON price_periods TO ddi_app;

-- Whether a shop is expected to sell on a day: between opening and closing for good, on an open
-- weekday, not closed by an event nor by its own record of the day.
CREATE FUNCTION is_store_open(store INTEGER, day DATE) RETURNS BOOLEAN
  LANGUAGE sql STABLE PARALLEL SAFE
AS $$
  SELECT EXISTS (SELECT FROM stores s
                 WHERE s.id = store AND (s.opened_on IS NULL OR s.opened_on <= day)
                   AND (s.closed_on IS NULL OR s.closed_on > day)
                   AND s.open_weekdays & (1 << (extract(isodow FROM day)::int - 1)) <> 0)
     AND NOT EXISTS (SELECT FROM calendar_events e
                     WHERE e.kind = 'closure' AND day BETWEEN e.starts_on AND e.ends_on
                       AND (e.store_id IS NULL OR e.store_id = store))
     AND NOT EXISTS (SELECT FROM store_days d WHERE d.store_id = store AND d.date = day AND d.state = 'closed')
$$;
