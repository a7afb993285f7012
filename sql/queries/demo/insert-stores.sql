-- The demo's district and shops, and the user as their district manager.
-- $1 user; $2 names; $3 codes; $4 PC numbers; $5 addresses; $6 masks of open weekdays (Monday is bit 0);
-- $7 time zone of all; $8 opened on
WITH district AS (
  INSERT INTO districts (name) VALUES ('Demo district')
  ON CONFLICT (name) DO UPDATE SET name = EXCLUDED.name
  RETURNING id
), made AS (
  INSERT INTO stores (district_id, name, code, pc_number, address, open_weekdays, timezone, opened_on,
                      opens_at, closes_at)
  SELECT district.id, s.name, s.code, s.pc_number, s.address, s.open_weekdays, $7, $8::date, '05:00', '19:00'
  FROM district, unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::smallint[])
    AS s(name, code, pc_number, address, open_weekdays)
  RETURNING id
)
INSERT INTO store_members (user_id, store_id, role)
SELECT $1::int, id, 'district_manager' FROM made
