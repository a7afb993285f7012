-- Whose session the unit carries; no row where there is none that holds.
-- → user_id, name, email, role (administrator, district_manager, store_manager, viewer, none), kind (password,
--   local), expires_at, writes (enters figures somewhere), decides (approves orders somewhere)
SELECT user_id, name, email, role, kind, expires_at, writes, decides FROM auth.whoami()
