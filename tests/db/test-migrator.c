/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "db/ddi-db-error.h"
#include "db/ddi-migrator-private.h"
#include "ddi-db-fixture.h"

static char *
new_database (const char *name)
{
  ddi_db_fixture_provision (name);
  return ddi_db_fixture_dup_other (DDI_CLUSTER_OWNER, name);
}

/* A list of migrations of the test's own: name, text, name, text, NULL. */
static GPtrArray *
new_scripts (const char *name, ...)
{
  GPtrArray *scripts = g_ptr_array_new_with_free_func ((GDestroyNotify)ddi_migration_script_free);
  va_list args;

  va_start (args, name);
  for (; name; name = va_arg (args, const char *))
    g_ptr_array_add (scripts, ddi_migration_script_new (name, va_arg (args, const char *)));
  va_end (args);
  return scripts;
}

static int
run (const char *conninfo, GPtrArray *scripts, GError **error)
{
  return ddi_migrator_run_scripts (conninfo, scripts, FALSE, NULL, NULL, error);
}

static guint
count_applied (const char *conninfo)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) plan = ddi_migrator_plan (conninfo, NULL, &error);
  guint n = 0;

  g_assert_no_error (error);
  for (guint i = 0; i < plan->len; i++)
    n += ((DdiMigration *)plan->pdata[i])->applied;
  return n;
}

static void
test_fresh (void)
{
  g_autofree char *conninfo = new_database ("fresh");
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) scripts = ddi_migrator_list_scripts ();
  DdiAdoption adoption;

  g_assert_cmpuint (count_applied (conninfo), ==, 0);
  g_assert_cmpint (ddi_migrator_run (conninfo, TRUE, &adoption, NULL, &error), ==, scripts->len);
  g_assert_no_error (error);
  g_assert_cmpuint (count_applied (conninfo), ==, 0);
  g_assert_cmpint (ddi_migrator_run (conninfo, FALSE, &adoption, NULL, &error), ==, scripts->len);
  g_assert_no_error (error);
  g_assert_false (adoption.adopted);
  g_assert_cmpuint (count_applied (conninfo), ==, scripts->len);
  g_assert_cmpint (ddi_migrator_run (conninfo, FALSE, NULL, NULL, &error), ==, 0);
  g_assert_no_error (error);
  /* Nothing was adopted, so nothing says so; and nobody but the owner owns anything. */
  ddi_db_fixture_check (conninfo, "SELECT count(*) FROM audit_logs", "0");
  ddi_db_fixture_check (conninfo,
                        "SELECT count(*) FROM pg_class WHERE relnamespace = 'public'::regnamespace "
                        "AND relowner <> 'ddi_owner'::regrole",
                        "0");
}

/* The indexes of the contract, as its document writes them. */
static const char *const documented[] = {
  "CREATE INDEX idx_users_email ON users(email);",
  "CREATE INDEX idx_daily_sales_user_id ON daily_sales(user_id);",
  "CREATE INDEX idx_daily_sales_date ON daily_sales(date);",
  "CREATE INDEX idx_daily_sales_product ON daily_sales(product_name);",
  "CREATE INDEX idx_forecasts_user_id ON forecasts(user_id);",
  "CREATE INDEX idx_forecasts_date ON forecasts(forecast_date);",
  "CREATE INDEX idx_forecasts_status ON forecasts(status);",
  "CREATE INDEX idx_daily_waste_user_id ON daily_waste(user_id);",
  "CREATE INDEX idx_daily_waste_date ON daily_waste(date);",
  "CREATE INDEX idx_daily_waste_reason ON daily_waste(reason);",
  "CREATE INDEX idx_reset_tokens_user_id ON password_reset_tokens(user_id);",
  "CREATE INDEX idx_reset_tokens_token ON password_reset_tokens(token);",
  "CREATE INDEX idx_reset_tokens_expires ON password_reset_tokens(expires_at);",
  "CREATE INDEX idx_products_name ON products(name);",
  "CREATE INDEX idx_audit_logs_user_id ON audit_logs(user_id);",
  "CREATE INDEX idx_audit_logs_action ON audit_logs(action);",
  "CREATE INDEX idx_audit_logs_created ON audit_logs(created_at);",
};

/* Whatever came after the first migration, a fresh database has every one of them, on the table and the column that are
 * written there, whole and in use. */
static void
test_documented_indexes (void)
{
  g_autofree char *conninfo = ddi_db_fixture_dup_owner ();
  g_autoptr (GRegex) line = g_regex_new ("^CREATE INDEX (\\w+) ON (\\w+)\\((\\w+)\\);$", 0, 0, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (documented); i++)
    {
      g_autoptr (GMatchInfo) match = NULL;
      g_autofree char *sql = NULL, *definition = NULL;

      g_assert_true (g_regex_match (line, documented[i], 0, &match));
      sql = g_match_info_expand_references (
          match,
          "SELECT pg_get_indexdef(i.indexrelid) FROM pg_index i "
          "WHERE i.indexrelid = to_regclass('public.\\1') AND i.indisvalid AND i.indislive",
          NULL);
      definition =
          g_match_info_expand_references (match, "CREATE INDEX \\1 ON public.\\2 USING btree (\\3)", NULL);
      ddi_db_fixture_check (conninfo, sql, definition);
    }
}

/* Provisioning twice is as good as once, and the application is not the owner's member. */
static void
test_provision (void)
{
  g_autofree char *conninfo = new_database ("provisioned");

  ddi_db_fixture_provision ("provisioned");
  ddi_db_fixture_check (conninfo, "SELECT pg_has_role('ddi_app', 'ddi_owner', 'MEMBER')", "f");
  ddi_db_fixture_check (conninfo, "SELECT has_schema_privilege('ddi_app', 'public', 'CREATE')", "f");
  ddi_db_fixture_check (conninfo,
                        "SELECT rolsuper OR rolcreaterole OR rolcreatedb OR rolbypassrls FROM pg_roles "
                        "WHERE rolname = 'ddi_app'",
                        "f");
}

static void
test_edited (void)
{
  g_autofree char *conninfo = new_database ("edited");
  g_autoptr (GPtrArray) scripts = new_scripts ("0002-a", "CREATE TABLE a ()", NULL);
  g_autoptr (GPtrArray) edited =
      new_scripts ("0002-a", "CREATE TABLE a () ", "0003-b", "CREATE TABLE b ()", NULL);
  g_autoptr (GPtrArray) older = new_scripts ("0003-b", "CREATE TABLE b ()", NULL);
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (run (conninfo, scripts, &error), ==, 1);
  g_assert_cmpint (run (conninfo, edited, &error), ==, -1);
  g_assert_error (error, DDI_DB_ERROR, DDI_DB_ERROR_EDITED);
  g_clear_error (&error);
  /* A program that does not know what was applied is too old for it. */
  g_assert_cmpint (run (conninfo, older, &error), ==, -1);
  g_assert_error (error, DDI_DB_ERROR, DDI_DB_ERROR_VERSION);
  ddi_db_fixture_check (conninfo, "SELECT to_regclass('b') IS NULL", "t");
}

/* What fails leaves what came before it, and nothing of itself. */
static void
test_failure (void)
{
  g_autofree char *conninfo = new_database ("failing");
  g_autoptr (GPtrArray) broken =
      new_scripts ("0002-a", "CREATE TABLE a ()", "0003-b", "CREATE TABLE b (); SELECT 1 / 0", NULL);
  g_autoptr (GPtrArray) mended =
      new_scripts ("0002-a", "CREATE TABLE a ()", "0003-b", "CREATE TABLE b ()", NULL);
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (run (conninfo, broken, &error), ==, -1);
  g_assert_error (error, DDI_DB_ERROR, DDI_DB_ERROR_INVALID);
  g_assert_nonnull (strstr (error->message, "0003-b"));
  g_clear_error (&error);
  ddi_db_fixture_check (conninfo, "SELECT to_regclass('a') IS NOT NULL AND to_regclass('b') IS NULL", "t");
  g_assert_cmpint (run (conninfo, mended, &error), ==, 1);
  g_assert_no_error (error);
}

/* Outside transactions: stopped half way, it is taken up again, and what a broken CREATE INDEX
 * CONCURRENTLY has left is cleared away first. */
static void
test_resumed (void)
{
  static const char text[] = "-- transaction: none\n"
                             "CREATE INDEX CONCURRENTLY IF NOT EXISTS a_n ON a(n);\n"
                             "CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS a_m ON a(m);\n";
  g_autofree char *conninfo = new_database ("resumed");
  g_autoptr (GPtrArray) scripts =
      new_scripts ("0002-a", "CREATE TABLE a (n INT, m INT); INSERT INTO a VALUES (1, 1), (2, 1)",
                   "0003-indexes", text, NULL);
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (run (conninfo, scripts, &error), ==, -1);
  g_assert_error (error, DDI_DB_ERROR, DDI_DB_ERROR_CONSTRAINT);
  g_clear_error (&error);
  ddi_db_fixture_check (conninfo, "SELECT finished FROM schema_migrations WHERE number = 3", "f");
  ddi_db_fixture_check (conninfo, "SELECT count(*) FROM pg_index WHERE NOT indisvalid", "1");
  g_free (ddi_db_fixture_execute (conninfo, "DELETE FROM a WHERE n = 2"));
  g_assert_cmpint (run (conninfo, scripts, &error), ==, 1);
  g_assert_no_error (error);
  ddi_db_fixture_check (conninfo, "SELECT finished FROM schema_migrations WHERE number = 3", "t");
  ddi_db_fixture_check (conninfo,
                        "SELECT count(*) FROM pg_index WHERE indrelid = 'a'::regclass AND indisvalid", "2");
  g_assert_cmpint (run (conninfo, scripts, &error), ==, 0);
}

typedef struct
{
  const char *conninfo;
  GPtrArray *scripts;
  int n;
} Race;

static gpointer
migrate_cb (gpointer data)
{
  Race *race = data;
  g_autoptr (GError) error = NULL;

  race->n = run (race->conninfo, race->scripts, &error);
  g_assert_no_error (error);
  return NULL;
}

/* One of two does the work, the other waits and finds it done. */
static void
test_two_at_once (void)
{
  g_autofree char *conninfo = new_database ("raced");
  g_autoptr (GPtrArray) scripts =
      new_scripts ("0002-a", "CREATE TABLE a (); SELECT pg_sleep(0.3)", "0003-b", "CREATE TABLE b ()", NULL);
  Race races[2] = { { conninfo, scripts, 0 }, { conninfo, scripts, 0 } };
  GThread *threads[2];

  for (int i = 0; i < 2; i++)
    threads[i] = g_thread_new ("migrator", migrate_cb, &races[i]);
  for (int i = 0; i < 2; i++)
    g_thread_join (threads[i]);
  g_assert_cmpint (races[0].n + races[1].n, ==, 2);
  g_assert_cmpint (races[0].n * races[1].n, ==, 0);
}

/* A table that somebody reads for long is not waited for until everybody else queues behind us. */
static void
test_lock_timeout (void)
{
  g_autofree char *conninfo = new_database ("locked");
  g_autoptr (GPtrArray) scripts = new_scripts ("0002-a", "CREATE TABLE a (n INT)", NULL);
  g_autoptr (GPtrArray) more =
      new_scripts ("0002-a", "CREATE TABLE a (n INT)", "0003-b", "ALTER TABLE a ADD COLUMN m INT", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (PGconn) reader = NULL;

  g_assert_cmpint (run (conninfo, scripts, &error), ==, 1);
  reader = ddi_session_open (conninfo, NULL, &error);
  g_assert_no_error (error);
  PQclear (PQexec (reader, "BEGIN; SELECT * FROM a"));
  g_assert_cmpint (run (conninfo, more, &error), ==, -1);
  g_assert_error (error, DDI_DB_ERROR, DDI_DB_ERROR_TIMEOUT);
  g_clear_error (&error);
  PQclear (PQexec (reader, "COMMIT"));
  g_assert_cmpint (run (conninfo, more, &error), ==, 1);
  g_assert_no_error (error);
}

static void
test_cancelled (void)
{
  g_autofree char *conninfo = new_database ("never");
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  g_cancellable_cancel (cancellable);
  g_assert_cmpint (ddi_migrator_run (conninfo, FALSE, NULL, cancellable, &error), ==, -1);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

/* ddi_app cannot change the schema, and says so. */
static void
test_not_the_owner (void)
{
  g_autofree char *owner = new_database ("foreign");
  g_autofree char *app = ddi_db_fixture_dup_other (DDI_CLUSTER_APP, "foreign");
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (ddi_migrator_run (app, FALSE, NULL, NULL, &error), ==, -1);
  g_assert_error (error, DDI_DB_ERROR, DDI_DB_ERROR_DENIED);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/db/migrator/fresh", test_fresh);
  g_test_add_func ("/db/migrator/documented-indexes", test_documented_indexes);
  g_test_add_func ("/db/migrator/provision", test_provision);
  g_test_add_func ("/db/migrator/edited", test_edited);
  g_test_add_func ("/db/migrator/failure", test_failure);
  g_test_add_func ("/db/migrator/resumed", test_resumed);
  g_test_add_func ("/db/migrator/two-at-once", test_two_at_once);
  g_test_add_func ("/db/migrator/lock-timeout", test_lock_timeout);
  g_test_add_func ("/db/migrator/cancelled", test_cancelled);
  g_test_add_func ("/db/migrator/not-the-owner", test_not_the_owner);
  return g_test_run ();
}
