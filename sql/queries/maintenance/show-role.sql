-- Who is connected and what they may do here.
-- → role, superuser, owner (of the tables, or a member of their owner), reads_statistics (of other roles' sessions
--   and statements), signals (other roles' sessions), host (rds, supabase, cloudsql, azure; NULL: none that is known)
SELECT current_user::text AS role,
       r.rolsuper AS superuser,
       EXISTS (SELECT FROM pg_roles o WHERE o.rolname = 'ddi_owner' AND pg_has_role(r.oid, o.oid, 'USAGE')) AS owner,
       pg_has_role(r.oid, 'pg_read_all_stats', 'USAGE') AS reads_statistics,
       pg_has_role(r.oid, 'pg_signal_backend', 'USAGE') AS signals,
       (SELECT CASE h.rolname WHEN 'rds_superuser' THEN 'rds' WHEN 'supabase_admin' THEN 'supabase'
                              WHEN 'cloudsqlsuperuser' THEN 'cloudsql' ELSE 'azure' END
        FROM pg_roles h
        WHERE h.rolname IN ('rds_superuser', 'supabase_admin', 'cloudsqlsuperuser', 'azure_pg_admin')
        LIMIT 1) AS host
FROM pg_roles r
WHERE r.rolname = current_user
