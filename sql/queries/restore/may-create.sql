-- → 't' where this role may make a database for ddi_owner
SELECT (r.rolsuper OR r.rolcreatedb) AND pg_has_role(current_user, 'ddi_owner', 'MEMBER') FROM pg_roles r WHERE r.rolname = current_user
