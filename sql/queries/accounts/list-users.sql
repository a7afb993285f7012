-- The accounts as the page of users shows them, for administrators.
-- → id, name, email, role (…, none), state (active, invited, legacy, inactive, local), stores (names), store_ids
--   (int[]), store_roles (text[], the role at each of them), last_seen (epoch seconds, NULL: never), reset_requested (boolean), n_sessions
SELECT a.id, a.name, a.email, a.role, a.state,
       (SELECT string_agg(s.name, ', ' ORDER BY s.name) FROM stores s WHERE s.id = ANY (a.stores)) AS stores,
       a.stores AS store_ids,
       ARRAY(SELECT m.role FROM store_members m WHERE m.user_id = a.id ORDER BY m.store_id) AS store_roles,
       extract(epoch FROM a.last_seen_at)::bigint AS last_seen,
       a.reset_requested_at IS NOT NULL AS reset_requested, count(s.id) AS n_sessions
FROM auth.accounts() a LEFT JOIN auth.sessions() s ON s.user_id = a.id
GROUP BY a.id, a.name, a.email, a.role, a.state, a.stores, a.last_seen_at, a.reset_requested_at, a.active
ORDER BY a.active DESC, lower(a.name), a.id
