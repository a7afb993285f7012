-- The critical fractile where prices do not give one. No parameters. Columns: fractile (0 to 1).
SELECT coalesce((SELECT (value #>> '{}')::double precision FROM settings WHERE key = 'default_fractile'), 0.75)
         AS fractile
