-- The history that a primary writes: eight hex digits, one higher after each promotion.
SELECT left(pg_walfile_name(pg_current_wal_insert_lsn()), 8)
