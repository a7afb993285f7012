-- → the name under which pg_dump reads the same moment
SELECT pg_export_snapshot()
