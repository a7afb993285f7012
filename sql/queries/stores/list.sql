-- The stores with their district. Those that have closed for good come last.
-- → id, district_id, district_name, code, name, pc_number, address, timezone (IANA), open_weekdays (mask, Monday
--   1), opened_on, closed_on, delivery_weekdays (mask), order_cutoff ('HH:MI'), lead_days, row_version
SELECT s.id, s.district_id, d.name AS district_name, s.code, s.name, s.pc_number, s.address, s.timezone,
       s.open_weekdays, s.opened_on, s.closed_on, s.delivery_weekdays,
       to_char(s.order_cutoff, 'HH24:MI') AS order_cutoff, s.lead_days, s.row_version
FROM stores s JOIN districts d ON d.id = s.district_id
ORDER BY s.closed_on IS NOT NULL, s.name, s.id
