-- What the database is.
-- → id (a new UUID), made_at (ISO, UTC), server_version, database_uuid, newest_sale (ISO), migrations and
--   roles (JSON arrays: names of the applied migrations, roles with rights here other than our two)
SELECT gen_random_uuid() AS id,
       to_char(now(), 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS made_at,
       current_setting('server_version') AS server_version,
       (SELECT s.value #>> '{}' FROM public.settings s WHERE s.key = 'database_uuid') AS database_uuid,
       greatest((SELECT max(d.date) FROM public.daily_sales d), (SELECT max(d.date) FROM public.daily_sales_archive d))::text AS newest_sale,
       (SELECT coalesce(jsonb_agg(m.name ORDER BY m.number), '[]') FROM public.schema_migrations m WHERE m.finished) AS migrations,
       (SELECT coalesce(jsonb_agg(DISTINCT r.rolname), '[]')
        FROM pg_class c CROSS JOIN aclexplode(c.relacl) a JOIN pg_roles r ON r.oid = a.grantee
        WHERE c.relnamespace IN ('public'::regnamespace, 'auth'::regnamespace)
          AND r.rolname NOT IN ('ddi_owner', 'ddi_app')) AS roles
