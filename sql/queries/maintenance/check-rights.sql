-- What the program needs of a database that is reached as ddi_app or as its owner.
-- → role, owner, roles (ddi_owner and ddi_app are there), connects (may use the schemas), missing (the tables that this
--   role may not read, at most 5; '' for none)
SELECT current_user::text AS role,
       EXISTS (SELECT FROM pg_roles o WHERE o.rolname = 'ddi_owner' AND pg_has_role(current_user, o.oid, 'USAGE')) AS owner,
       (SELECT count(*) FROM pg_roles o WHERE o.rolname IN ('ddi_owner', 'ddi_app')) = 2 AS roles,
       has_schema_privilege('public', 'USAGE') AS connects,
       coalesce((SELECT string_agg(t.name, ' ' ORDER BY t.name)
                 FROM (SELECT n AS name
                       FROM unnest('{stores,products,daily_sales,daily_waste,daily_production,forecasts,settings}'::text[]) n
                       WHERE to_regclass('public.' || n) IS NOT NULL
                         AND NOT has_table_privilege('public.' || n, 'SELECT') LIMIT 5) t), '') AS missing
