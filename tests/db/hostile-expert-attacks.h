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
        "pg_temp.pieces", "bigint") "CREATE CAST (pg_temp.pieces AS bigint) WITH FUNCTION pg_temp.spy;"
                                    "CREATE TEMPORARY TABLE mine (store_id int, date date, product_id int, "
                                    "quantity_sold pg_temp.pieces, "
                                    "revenue numeric);"
                                    "CREATE TRIGGER mine AFTER INSERT ON mine REFERENCING NEW TABLE AS added "
                                    "FOR EACH STATEMENT EXECUTE "
                                    "FUNCTION keep_sales_totals();"
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
};
