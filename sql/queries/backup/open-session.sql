-- The session of a backup or a restore: as the owner, from whom no policy hides a row, with output that
-- depends on no setting of the server.
SET ROLE ddi_owner;
SET search_path = pg_catalog;
SET timezone = 'UTC';
SET datestyle = 'ISO, YMD';
SET intervalstyle = 'postgres';
SET bytea_output = 'hex';
SET extra_float_digits = 1;
SET row_security = off;
SET lock_timeout = '30s';
SET statement_timeout = 0;
SET idle_in_transaction_session_timeout = 0
