-- Ends the segment that is being written, so that it is archived: its name. As a superuser.
SELECT pg_walfile_name(pg_switch_wal())
