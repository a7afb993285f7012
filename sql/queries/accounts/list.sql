-- The accounts, for administrators.
-- → id, name, email, role, state (active, invited, legacy, inactive, local), stores (names), last_seen (UTC),
--   reset_requested (boolean)
SELECT a.id, a.name, a.email, a.role, a.state,
       (SELECT string_agg(s.name, ', ' ORDER BY s.name) FROM stores s WHERE s.id = ANY (a.stores)) AS stores,
       to_char(a.last_seen_at, 'YYYY-MM-DD HH24:MI') AS last_seen, a.reset_requested_at IS NOT NULL AS reset_requested
FROM auth.accounts() a
ORDER BY a.active DESC, lower(a.name), a.id
