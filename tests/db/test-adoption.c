/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <gio/gio.h>

#include "db/ddi-db-error.h"
#include "db/ddi-migrator.h"
#include "db/ddi-sql.h"
#include "ddi-db-fixture.h"

/* The SQL blocks of the first half of the document, as its users run them: the tables with their
 * indexes are sql/migrations/0001. */
static char *
dup_contract (void)
{
  return ddi_sql_dup_migration ("0001-seven-tables");
}

static char *
dup_rows (void)
{
  g_autofree char *path =
      g_build_filename (g_getenv ("DDI_TEST_SOURCE"), "tests", "db", "adopted-rows.sql", NULL);
  g_autoptr (GError) error = NULL;
  char *text = NULL;

  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  return text;
}

/* An installation that knows nothing of us: its database and its tables belong to a role of its own. */
static char *
new_installation (const char *name, gboolean with_rows)
{
  g_autofree char *server = ddi_db_fixture_dup_other (DDI_CLUSTER_SUPERUSER, "postgres");
  g_autofree char *superuser = ddi_db_fixture_dup_other (DDI_CLUSTER_SUPERUSER, name);
  g_autofree char *create = g_strdup_printf ("CREATE DATABASE %s", name);
  g_autofree char *contract = dup_contract ();
  g_autofree char *rows = with_rows ? dup_rows () : g_strdup ("SELECT 1");
  g_autofree char *sql = NULL;

  g_free (ddi_db_fixture_execute (server,
                                  "DO $$ BEGIN IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'legacy') "
                                  "THEN CREATE ROLE legacy; END IF; END $$"));
  g_free (ddi_db_fixture_execute (server, create));
  sql = g_strconcat ("GRANT ALL ON SCHEMA public TO legacy; SET ROLE legacy;", contract, rows, NULL);
  g_free (ddi_db_fixture_execute (superuser, sql));
  ddi_db_fixture_provision (name);
  return ddi_db_fixture_dup_other (DDI_CLUSTER_OWNER, name);
}

static char *
digest (const char *conninfo)
{
  return ddi_db_fixture_execute (
      conninfo,
      "SELECT md5(string_agg(t, '|' ORDER BY t)) FROM ("
      "SELECT u::text AS t FROM users u UNION ALL SELECT s::text FROM daily_sales s UNION ALL "
      "SELECT w::text FROM daily_waste w UNION ALL SELECT f::text FROM forecasts f UNION ALL "
      "SELECT p::text FROM products p UNION ALL SELECT a::text FROM audit_logs a UNION ALL "
      "SELECT format('%s.%s %s', attrelid::regclass, attname, atttypid) FROM pg_attribute WHERE attnum > 0 "
      "AND attrelid IN (SELECT oid FROM pg_class WHERE relnamespace = 'public'::regnamespace)) x");
}

static void
check_counts (const DdiAdoption *adoption)
{
  g_assert_true (adoption->adopted);
  g_assert_cmpint (adoption->stores_made, ==, 4);
  /* Boston Kreme, (no name), Cruller, Maple. */
  g_assert_cmpint (adoption->products_added, ==, 4);
  /* 'GLAZED  DONUT ', 'glazed donut', one of the Bostons, '   '. */
  g_assert_cmpint (adoption->spellings, ==, 4);
  /* Three of Glazed became one, two of Boston, two of waste. */
  g_assert_cmpint (adoption->rows_summed, ==, 4);
  /* The huge Boston and the negative Jelly. */
  g_assert_cmpint (adoption->rows_clamped, ==, 2);
  g_assert_cmpint (adoption->legacy_hashes, ==, 3);
}

static void
test_dry_run (void)
{
  g_autofree char *conninfo = new_installation ("dry", TRUE);
  g_autofree char *before = digest (conninfo);
  g_autofree char *after = NULL;
  g_autoptr (GError) error = NULL;
  DdiAdoption adoption;

  g_assert_cmpint (ddi_migrator_run (conninfo, TRUE, &adoption, NULL, &error), >, 8);
  g_assert_no_error (error);
  check_counts (&adoption);
  after = digest (conninfo);
  g_assert_cmpstr (after, ==, before);
  ddi_db_fixture_check (conninfo,
                        "SELECT to_regclass('schema_migrations') IS NULL AND to_regclass('stores') IS NULL",
                        "t");
}

static void
test_adopted (void)
{
  g_autofree char *conninfo = new_installation ("adopted", TRUE);
  g_autoptr (GError) error = NULL;
  DdiAdoption adoption;

  g_assert_cmpint (ddi_migrator_run (conninfo, FALSE, &adoption, NULL, &error), >, 8);
  g_assert_no_error (error);
  check_counts (&adoption);
  ddi_db_fixture_check (conninfo, "SELECT adopted FROM schema_migrations WHERE number = 1", "t");

  /* Each user one store, also those of one name, without a name or without rows. */
  ddi_db_fixture_check (conninfo,
                        "SELECT string_agg(u.id || ':' || s.name, ', ' ORDER BY u.id) FROM users u "
                        "JOIN store_members m ON m.user_id = u.id JOIN stores s ON s.id = m.store_id",
                        "1:Ana, 2:Ana (2), 3:blank@example.org, 7:Nobody");
  ddi_db_fixture_check (
      conninfo,
      "SELECT string_agg(id || ' ' || store_id || ' ' || product_id || ' ' || quantity_sold "
      "|| ' ' || coalesce(revenue::text, '-') || ' ' || coalesce(notes, '-'), '; ' ORDER BY id) "
      "FROM daily_sales WHERE date <= '2025-11-01'",
      "1 1 1 42 38.70 morning; afternoon; 4 2 1 5 - -");
  ddi_db_fixture_check (
      conninfo,
      "SELECT string_agg(quantity_sold || ' ' || coalesce(revenue::text, '-'), '; ' ORDER BY id) "
      "FROM daily_sales WHERE date > '2025-11-01'",
      "2147483647 99999999.99; 0 -5.96; 1 -; 0 -");
  ddi_db_fixture_check (
      conninfo, "SELECT quantity_wasted || ' ' || reason || ' ' || cost FROM daily_waste WHERE id = 1",
      "12 End of day 0.93");

  /* The name as written stays; what it means is the product's matter. */
  ddi_db_fixture_check (
      conninfo, "SELECT string_agg(name, ', ' ORDER BY name COLLATE \"C\") FROM products WHERE active",
      "(no name), Boston Kreme, Cruller, Glazed Donut, Jelly, Maple");
  ddi_db_fixture_check (conninfo, "SELECT unit_cost || ' ' || unit_price FROM products WHERE id = 1",
                        "0.31 1.29");
  ddi_db_fixture_check (conninfo, "SELECT active FROM products WHERE id = 3", "f");

  /* Every original is in the log, with its id and notes. */
  ddi_db_fixture_check (
      conninfo,
      "SELECT string_agg(o ->> 'id' || ' ' || coalesce(o ->> 'notes', '-'), ', ' ORDER BY o ->> 'id') "
      "FROM audit_logs, jsonb_array_elements(details -> 'originals') o "
      "WHERE details ->> 'table' = 'daily_sales'",
      "1 morning, 2 afternoon, 3 -, 5 -, 6 twice, 7 refund");
  ddi_db_fixture_check (conninfo,
                        "SELECT sum(jsonb_array_length(details -> 'originals')) + "
                        "(SELECT count(*) FROM daily_sales) - count(*) FROM audit_logs "
                        "WHERE details ->> 'table' = 'daily_sales'",
                        "9");

  /* Forecasts: one pending, one decided; the older pending one is history. */
  ddi_db_fixture_check (conninfo, "SELECT string_agg(id || status, ' ' ORDER BY id) FROM forecasts",
                        "2pending 3approved 4pending");
  ddi_db_fixture_check (conninfo, "SELECT string_agg(id::text, ' ') FROM forecast_history", "1");
  ddi_db_fixture_check (conninfo, "SELECT count(*) FROM users WHERE password_hash LIKE '$2b$12$%'", "3");
  g_assert_cmpint (ddi_migrator_run (conninfo, FALSE, NULL, NULL, &error), ==, 0);
}

/* The installation's own login goes on as before, knowing only the contract's columns. */
static void
test_old_clients (void)
{
  g_autofree char *conninfo = new_installation ("old", TRUE);
  g_autofree char *superuser = ddi_db_fixture_dup_other (DDI_CLUSTER_SUPERUSER, "old");
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (ddi_migrator_run (conninfo, FALSE, NULL, NULL, &error), >, 8);
  g_assert_no_error (error);
  g_free (ddi_db_fixture_execute (
      superuser,
      "SET ROLE legacy; "
      "INSERT INTO daily_sales (user_id, date, product_name, quantity_sold, revenue) VALUES "
      "(1, '2025-12-01', 'glazed DONUT', 10, 12.90), (1, '2025-12-01', 'Glazed Donut', 5, 6.45), "
      "(1, '2025-12-01', 'New One', 3, NULL); "
      "INSERT INTO daily_waste (user_id, date, product_name, quantity_wasted, reason) VALUES "
      "(1, '2025-12-01', 'Glazed Donut', 1, 'Damaged'), (1, '2025-12-01', 'Glazed Donut', 4, 'End of day'); "
      "INSERT INTO forecasts (user_id, forecast_date, product_name, predicted_demand) VALUES "
      "(1, '2025-12-01', 'Glazed Donut', 14); "
      "INSERT INTO users (name, email, password_hash) VALUES ('Eve', 'eve@example.org', '$2b$'); "
      "INSERT INTO daily_sales (user_id, date, product_name, quantity_sold) "
      "SELECT id, '2025-12-01', 'Jelly', 2 FROM users WHERE name = 'Eve'; "
      "UPDATE daily_sales SET product_name = 'Jelly' WHERE product_name = 'New One'; "
      "UPDATE products SET name = 'Glazed' WHERE id = 1"));
  ddi_db_fixture_check (
      conninfo,
      "SELECT string_agg(s.product_name || ' ' || p.name || ' ' || s.quantity_sold || ' ' || st.name, '; ' "
      "ORDER BY s.id) FROM daily_sales s JOIN products p ON p.id = s.product_id "
      "JOIN stores st ON st.id = s.store_id WHERE date = '2025-12-01'",
      "glazed DONUT Glazed 15 Ana; Jelly Jelly 3 Ana; Jelly Jelly 2 Eve");
  ddi_db_fixture_check (conninfo, "SELECT revenue FROM daily_sales WHERE product_name = 'glazed DONUT'",
                        "19.35");
  ddi_db_fixture_check (conninfo,
                        "SELECT quantity_wasted || reason FROM daily_waste WHERE date = '2025-12-01'",
                        "5End of day");
  ddi_db_fixture_check (
      conninfo, "SELECT status || ' ' || actual_demand FROM forecasts WHERE forecast_date = '2025-12-01'",
      "pending 15");
  ddi_db_fixture_check (conninfo,
                        "SELECT count(*) FROM audit_logs WHERE action IN ('SALE_ADDED', 'WASTE_ADDED')", "2");
  /* A renamed product is still known by its old name. */
  ddi_db_fixture_check (conninfo, "SELECT product_of_name(' GLAZED donut')", "1");
}

static void
refuse (const char *name, const char *change, const char *word)
{
  g_autofree char *conninfo = new_installation (name, FALSE);
  g_autoptr (GError) error = NULL;
  DdiAdoption adoption;

  g_free (ddi_db_fixture_execute (conninfo, change));
  g_assert_cmpint (ddi_migrator_run (conninfo, FALSE, &adoption, NULL, &error), ==, -1);
  g_assert_error (error, DDI_DB_ERROR, DDI_DB_ERROR_VERSION);
  g_assert_nonnull (strstr (error->message, word));
  ddi_db_fixture_check (conninfo,
                        "SELECT to_regclass('stores') IS NULL AND to_regnamespace('ddi_contract') IS NULL",
                        "t");
}

/* What is shaped otherwise is not guessed at. The chores of the document that change tables are
 * among the ways to get there. */
static void
test_other_shapes (void)
{
  refuse ("renamed", "ALTER TABLE daily_sales RENAME COLUMN revenue TO total_revenue", "daily_sales.revenue");
  refuse ("widened", "ALTER TABLE daily_sales ALTER COLUMN quantity_sold TYPE BIGINT",
          "quantity_sold is bigint");
  refuse ("strict", "ALTER TABLE daily_waste ADD COLUMN till INT NOT NULL", "daily_waste.till");
}

/* What the document calls optional may be missing, and what it adds as an example may be there. */
static void
test_optional (void)
{
  g_autofree char *conninfo = new_installation ("optional", FALSE);
  g_autoptr (GError) error = NULL;
  DdiAdoption adoption;

  g_free (ddi_db_fixture_execute (
      conninfo, "DROP TABLE audit_logs; DROP TABLE products; DROP INDEX idx_daily_waste_reason; "
                "ALTER TABLE daily_sales ADD COLUMN unit_price DECIMAL(10, 2); "
                "INSERT INTO users (name, email, password_hash) VALUES ('A', 'a', 'x')"));
  g_assert_cmpint (ddi_migrator_run (conninfo, FALSE, &adoption, NULL, &error), >, 8);
  g_assert_no_error (error);
  g_assert_true (adoption.adopted);
  g_assert_cmpint (adoption.stores_made, ==, 1);
  ddi_db_fixture_check (
      conninfo,
      "SELECT to_regclass('idx_daily_waste_reason') IS NOT NULL AND to_regclass('products') IS NOT NULL",
      "t");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/db/adoption/dry-run", test_dry_run);
  g_test_add_func ("/db/adoption/adopted", test_adopted);
  g_test_add_func ("/db/adoption/old-clients", test_old_clients);
  g_test_add_func ("/db/adoption/other-shapes", test_other_shapes);
  g_test_add_func ("/db/adoption/optional", test_optional);
  return g_test_run ();
}
