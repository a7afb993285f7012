/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hostile-attacks.h"

/* What somebody tries who knows PostgreSQL well. */

/* A function of the attacker's that tells by whose rights it runs. */
#define SPY(arguments, result)                                                                               \
  "CREATE FUNCTION pg_temp.spy(" arguments ") RETURNS " result                                               \
  " LANGUAGE plpgsql AS $$ BEGIN RAISE NOTICE 'this is %', current_user; RETURN 1; END $$; "

static const Attack expert_attacks[] = {
  /* Code of one's own where the owner's runs. */
  { "a trigger's function is put on no other table", "",
    "GRANT EXECUTE ON FUNCTION keep_sales_totals() TO ddi_app",
    "CREATE TYPE pg_temp.pieces AS (n int);" SPY (
        "pg_temp.pieces",
        "bigint") "CREATE CAST (pg_temp.pieces AS bigint) WITH FUNCTION pg_temp.spy;"
                  "CREATE TEMPORARY TABLE mine (store_id int, date date, product_id int, "
                  "quantity_sold pg_temp.pieces, "
                  "revenue numeric);"
                  "CREATE TRIGGER mine AFTER INSERT ON mine REFERENCING NEW TABLE AS changed "
                  "FOR EACH STATEMENT EXECUTE "
                  "FUNCTION keep_sales_totals('1');"
                  "INSERT INTO mine VALUES (1, '2025-07-03', 1, ROW(1), 1)",
    "this is ddi_owner" },
  { "a type of one's own is no owner's type", MANAGER,
    "ALTER FUNCTION auth.changes_since(TEXT) RESET search_path",
    SPY ("text", "int") "CREATE DOMAIN pg_temp.pg_snapshot AS text CHECK (pg_temp.spy(VALUE) = 1);"
                        "SELECT auth.changes_since('1:1:')",
    "this is ddi_owner" },
  { "no way of reading text changes an answer", "",
    "ALTER FUNCTION auth.challenge(TEXT) RESET standard_conforming_strings",
    "SET LOCAL standard_conforming_strings = off;"
    "SELECT auth.challenge('ada@example.org') NOT LIKE '%00112233445566778899aabbccddeeff'",
    NULL },

  /* Beyond one's own shops. */
  { "no stranger's name is had by giving them a shop", DISTRICT, OPEN ("store_members"),
    "INSERT INTO store_members VALUES (15, 1, 'viewer')", NULL },
  { "nor by giving them another's", DISTRICT, OPEN ("store_members"),
    "UPDATE store_members SET user_id = 15 WHERE user_id = 13", NULL },
  { "no import is laid at another shop's door", MANAGER, OPEN ("import_batches"),
    "INSERT INTO import_batches (user_id, kind, source_name, digest, store_id) VALUES (13, 'sheet', 'x', "
    "'x', "
    "3)",
    NULL },
  { "who adds a row does not learn by its number what others have", MANAGER,
    "GRANT INSERT ON import_batches TO ddi_app",
    "INSERT INTO import_batches (id, user_id, kind, source_name, digest, store_id) VALUES (77, 13, 'sheet', "
    "'x', 'x', 1)",
    NULL },
  { "nor is one of one's own moved there", MANAGER, OPEN ("import_batches"),
    "UPDATE import_batches SET store_id = 3 WHERE id = 1", NULL },
  { "no order of no shop is sent", VIEWER, OPEN ("order_dispatches"),
    "INSERT INTO order_dispatches (delivery_date, user_id, format, file_name, store_ids, total) VALUES "
    "('2025-08-01', 14, 'csv', 'x', '{}', 1)",
    NULL },
  { "a forecast's run is not changed to see another's", DISTRICT, "DROP TRIGGER forecasts_8_run ON forecasts",
    "UPDATE forecasts SET run_id = 3 WHERE store_id = 1", NULL },
  { "nor is a forecast made for that", DISTRICT, OPEN ("forecast_runs"),
    "INSERT INTO forecasts (user_id, store_id, forecast_date, product_id, product_name, run_id) VALUES (12, "
    "1, '2025-08-01', 1, 'x', 3); SELECT id FROM forecast_runs WHERE id = 3",
    NULL },
  { "what went to the history went as it was", DISTRICT, OPEN ("forecast_history"),
    "DELETE FROM forecast_history WHERE id = 1; INSERT INTO forecast_history SELECT "
    "(jsonb_populate_record(NULL::forecast_history, to_jsonb(f) || "
    "'{\"run_id\": 3, \"approved_quantity\": 999, \"superseded_at\": \"2025-01-01\"}')).* FROM forecasts f "
    "WHERE id = 1",
    NULL },
  { "nobody changes another's decision in their name", DISTRICT,
    "DROP TRIGGER forecasts_8_decision ON forecasts; UPDATE forecasts SET status = 'approved', "
    "approved_quantity = 1, decided_by = 11 WHERE id = 1",
    "UPDATE forecasts SET approved_quantity = 999 WHERE id = 1 AND decided_by = 11", NULL },
  { "a MERGE changes nothing of another shop", MANAGER, OPEN ("daily_sales"),
    "MERGE INTO daily_sales s USING (SELECT 1) x ON s.store_id = 3 WHEN MATCHED THEN UPDATE SET "
    "quantity_sold = 0",
    NULL },
  { "a row that conflicts is not shown", MANAGER, OPEN ("daily_sales"),
    SALE "(13, 3, '2025-07-03', 1, 'x', 1) ON CONFLICT (store_id, date, product_id) DO UPDATE SET notes = "
         "daily_sales.notes RETURNING notes",
    NULL },
  { "nor one that was to be changed", MANAGER, OPEN ("daily_sales"),
    "UPDATE daily_sales SET notes = notes WHERE store_id = 3 RETURNING notes", NULL },
  { "a cursor that outlasts its unit holds what was seen", MANAGER, OPEN ("daily_sales"),
    "DECLARE kept CURSOR WITH HOLD FOR SELECT notes FROM daily_sales WHERE store_id = 3; FETCH ALL FROM kept",
    NULL },
  { "a prepared statement sees no more than its session", MANAGER, OPEN ("daily_sales"),
    "PREPARE all_of_it AS SELECT id FROM daily_sales WHERE store_id = $1; SELECT "
    "set_config('plan_cache_mode', "
    "'force_generic_plan', true); EXECUTE all_of_it (3)",
    NULL },
  { "a table written out as XML has no hidden row", MANAGER, OPEN ("daily_sales"),
    "SELECT table_to_xml('daily_sales', false, false, '')::text ~ 'secret 3'", NULL },
  { "statistics of words have no hidden ones", MANAGER, OPEN ("daily_sales"),
    "SELECT word FROM ts_stat('SELECT to_tsvector(''simple'', notes) FROM public.daily_sales') WHERE word = "
    "'3'",
    NULL },

  /* Numbers. */
  { "the numbers of sales are not used up", "", "GRANT USAGE ON SEQUENCE daily_sales_id_seq TO ddi_app",
    "SELECT nextval('daily_sales_id_seq')", NULL },
  { "nor those of runs", "", "GRANT USAGE ON SEQUENCE forecast_runs_id_seq TO ddi_app",
    "SELECT nextval('forecast_runs_id_seq')", NULL },
  { "nor are they set back", MANAGER, "GRANT UPDATE ON SEQUENCE daily_sales_id_seq TO ddi_app",
    "SELECT setval('daily_sales_id_seq', 1)", NULL },
  { "how much there is of everything is not told", "",
    "GRANT SELECT ON SEQUENCE daily_sales_id_seq TO ddi_app", "SELECT last_value FROM daily_sales_id_seq",
    NULL },

  /* Rows in other clothes. */
  { "a copy of a table has no hidden row", MANAGER, OPEN ("daily_sales"), "COPY daily_sales TO STDOUT",
    "secret 3" },
  { "nor has a copy of a query", MANAGER, OPEN ("daily_sales"),
    "COPY (SELECT notes FROM all_sales) TO STDOUT", "secret 3" },
  { "no index of one's own looks at hidden rows", MANAGER, "GRANT ddi_owner TO ddi_app",
    "CREATE FUNCTION pg_temp.look(what TEXT) RETURNS int IMMUTABLE LANGUAGE plpgsql AS $$ BEGIN RAISE NOTICE "
    "'saw %', what; RETURN 1; END $$; CREATE INDEX mine ON daily_sales (pg_temp.look(notes))",
    "saw secret 3" },

  /* Rights. */
  { "no trigger is slept through", MANAGER, "GRANT SET ON PARAMETER session_replication_role TO ddi_app",
    "SET LOCAL session_replication_role = replica; UPDATE daily_sales SET user_id = 11 WHERE store_id = 1",
    NULL },
  { "no right is given to oneself", MANAGER, "GRANT ddi_owner TO ddi_app",
    "GRANT SELECT ON users TO ddi_app; SELECT password_hash FROM users WHERE id = 11", NULL },
  { "nor to what comes later", MANAGER, "GRANT ddi_owner TO ddi_app",
    "ALTER DEFAULT PRIVILEGES FOR ROLE ddi_owner GRANT SELECT ON TABLES TO ddi_app; SELECT 1", NULL },
  { "nothing of the owner's is taken over", MANAGER,
    "GRANT ddi_owner TO ddi_app; GRANT CREATE ON SCHEMA public TO ddi_app",
    "ALTER TABLE users OWNER TO ddi_app; SELECT 1", NULL },
  { "the owner's sessions begin as the owner wants", MANAGER, "ALTER ROLE ddi_app SUPERUSER",
    "ALTER ROLE ddi_owner SET search_path = evil; SELECT 1", NULL },
  { "so do everybody's", MANAGER, "GRANT ddi_owner TO ddi_app",
    "DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET search_path = evil', current_database()); END $$; "
    "SELECT 1",
    NULL },
  { "no cast is made for everybody", MANAGER, "ALTER ROLE ddi_app SUPERUSER",
    "CREATE CAST (text AS integer) WITH INOUT AS IMPLICIT; SELECT 1", NULL },
  { "no operator is put beside PostgreSQL's", MANAGER, "GRANT CREATE ON SCHEMA public TO ddi_app",
    "CREATE FUNCTION pg_temp.same(int, int) RETURNS boolean LANGUAGE sql AS 'SELECT true'; CREATE OPERATOR "
    "public.= (LEFTARG = int, RIGHTARG = int, FUNCTION = pg_temp.same); SELECT 1",
    NULL },
  { "what nobody reads nobody locks", "", "GRANT UPDATE ON auth_sessions TO ddi_app",
    "LOCK TABLE auth_sessions; SELECT 1", NULL },
  { "nor the people", "", "GRANT UPDATE ON users TO ddi_app", "LOCK TABLE users; SELECT 1", NULL },

  /* The server. */
  { "no stream of changes is opened", "", "ALTER ROLE ddi_app REPLICATION",
    "SELECT pg_create_physical_replication_slot('evil', false, true)", NULL },
  { "no table is published", "", "GRANT ddi_owner TO ddi_app",
    "CREATE PUBLICATION evil FOR TABLE daily_sales; SELECT 1", NULL },
  { "no login's verifier is read", "", "GRANT SELECT ON pg_authid TO ddi_app",
    "SELECT rolname FROM pg_authid", NULL },
  { "what others than the program run is not read", "", "GRANT pg_read_all_stats TO ddi_app",
    "SELECT query FROM pg_stat_activity WHERE usename = 'postgres' AND query <> '<insufficient privilege>'",
    NULL },
  { "who may come from where is not told", "",
    "GRANT SELECT ON pg_hba_file_rules TO ddi_app; GRANT EXECUTE ON FUNCTION pg_hba_file_rules() TO ddi_app",
    "SELECT type FROM pg_hba_file_rules", NULL },
  { "nor where the server's files lie", "", "GRANT pg_read_all_settings TO ddi_app",
    "SELECT current_setting('data_directory')", NULL },
  { "the server is not told to read its settings again", "",
    "GRANT EXECUTE ON FUNCTION pg_reload_conf() TO ddi_app", "SELECT pg_reload_conf()", NULL },
  { "no large object becomes a file", "", "GRANT EXECUTE ON FUNCTION lo_export(oid, text) TO ddi_app",
    "SELECT lo_from_bytea(99999, 'x'); SELECT lo_export(99999, '/dev/null')", NULL },
};
