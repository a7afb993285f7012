-- → enabled, failures (pages that were read damaged; NULL: not counted), bytes (of the database)
SELECT current_setting('data_checksums')::boolean AS enabled,
       d.checksum_failures AS failures,
       pg_database_size(d.datname) AS bytes
FROM pg_stat_database d WHERE d.datname = current_database()
