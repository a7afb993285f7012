/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "backup-fixture.h"
#include "db/ddi-db-error.h"
#include "support/ddi-test-directory.h"
#include "tasks/ddi-restore-home.h"
#include "tasks/ddi-restore.h"

static DdiRestoreResult *
restore (const char *path, const char *table, GError **error)
{
  DdiRestoreOptions options = { .path = path, .table = table };
  DdiRestoreResult *result = ddi_restore_run (backup_fixture_server (), &options, NULL, error);

  backup_fixture_expect_no_scratch ();
  return result;
}

static const DdiRestoreTable *
find (const DdiRestorePlan *plan, const char *name)
{
  for (guint i = 0; i < plan->tables->len; i++)
    if (g_str_equal (((DdiRestoreTable *)plan->tables->pdata[i])->table, name))
      return plan->tables->pdata[i];
  g_error ("%s is not in the plan", name);
}

static void
test_plan (void)
{
  g_autoptr (DdiBackup) backup = backup_fixture_make (DDI_BACKUP_CUSTOM, NULL, "b");
  DdiRestoreOptions options = { .path = backup->path };
  g_autoptr (GError) error = NULL;
  g_autoptr (DdiRestorePlan) plan = NULL;

  backup_fixture_sql (
      "DELETE FROM daily_sales WHERE id = 3; UPDATE daily_waste SET reason = 'x' WHERE id = 1;"
      "INSERT INTO daily_sales (id, user_id, store_id, date, product_id, quantity_sold)"
      " VALUES (4, 13, 1, '2025-07-09', 1, 4), (5, 13, 1, '2025-07-10', 1, 4)");
  plan = ddi_restore_plan (backup_fixture_server (), &options, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (plan->newest_sale_now, ==, "2025-07-10");
  g_assert_cmpstr (plan->newest_sale_backup, ==, "2025-07-03");
  g_assert_false (plan->other_database);
  g_assert_cmpint (find (plan, "public.daily_sales")->rows_now, ==, 4);
  g_assert_cmpint (find (plan, "public.daily_sales")->rows_backup, ==, 3);
  g_assert_false (find (plan, "public.daily_waste")->same);
  g_assert_true (find (plan, "public.stores")->same);
}

/* The rows of before are back, the database of before stays, and nobody is signed in. */
static void
test_whole (void)
{
  static const DdiBackupKind kinds[] = { DDI_BACKUP_CUSTOM, DDI_BACKUP_PLAIN, DDI_BACKUP_CSV };

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      g_autoptr (DdiBackup) backup = NULL, after = NULL, safety = NULL;
      g_autoptr (DdiRestoreResult) result = NULL;
      g_autoptr (DdiRows) kept = NULL;
      g_autoptr (GError) error = NULL;
      g_autofree char *sql = NULL;

      backup_fixture_sql (
          "UPDATE daily_sales SET notes = 'before' WHERE id = 1;"
          "INSERT INTO auth_sessions (token_hash, user_id, expires_at, idle_at)"
          " VALUES (auth.hash_token('a token'), 11, now() + interval '1 day', now() + interval '1 day');"
          "INSERT INTO password_reset_tokens (user_id, token, expires_at)"
          " VALUES (11, gen_random_uuid()::text, now() + interval '1 hour')");
      backup = backup_fixture_make (kinds[i], NULL, "b");
      backup_fixture_sql ("UPDATE daily_sales SET notes = 'after' WHERE id = 1");
      after = backup_fixture_make (DDI_BACKUP_CUSTOM, NULL, "b");
      result = restore (backup->path, NULL, &error);
      g_assert_no_error (error);
      backup_fixture_expect ("SELECT notes FROM daily_sales WHERE id = 1", "before");
      backup_fixture_expect ("SELECT count(*) FROM auth_sessions", "0");
      backup_fixture_expect ("SELECT count(*) FROM password_reset_tokens WHERE used_at IS NULL", "0");
      backup_fixture_expect ("SELECT max(action) FROM audit_logs WHERE action = 'RESTORED'", "RESTORED");
      /* The backup that was made since is not forgotten. */
      sql =
          g_strdup_printf ("SELECT count(*) FROM backups WHERE id = '%s'", ddi_backup_get_text (after, "id"));
      backup_fixture_expect (sql, "1");
      safety = ddi_backup_read (result->safety_backup, &error);
      g_assert_no_error (error);

      kept = ddi_restore_list_kept (backup_fixture_server (), &error);
      g_assert_no_error (error);
      g_assert_cmpuint (ddi_rows_get_n (kept), ==, 1);
      g_assert_cmpstr (ddi_rows_get_text (kept, 0, 0), ==, result->kept_database);
      g_assert_cmpint (ddi_restore_forget_kept (backup_fixture_server (), &error), ==, 1);
      g_assert_no_error (error);

      if (i > 0)
        continue;
      /* And what was saved on the way brings everything back. */
      g_clear_pointer (&result, ddi_restore_result_free);
      result = restore (safety->path, NULL, &error);
      g_assert_no_error (error);
      backup_fixture_expect ("SELECT notes FROM daily_sales WHERE id = 1", "after");
      g_assert_cmpint (ddi_restore_forget_kept (backup_fixture_server (), &error), ==, 1);
    }
}

#define MOVE(back, kind)                                                                                     \
  "SELECT auth.move_archive(auth.begin_archive(" back ", '-infinity', 'infinity', NULL), 'daily_" kind       \
  "', NULL, NULL, 1000);"
/* Every row of the archive with its table, and what is left in the daily ones. */
#define ARCHIVED                                                                                             \
  "SELECT (SELECT string_agg(a.tableoid::regclass || ' ' || a::text, E'\\n' ORDER BY a.id) FROM "            \
  "daily_sales_archive a), (SELECT string_agg(a.tableoid::regclass || ' ' || a::text, E'\\n' ORDER BY "      \
  "a.id) "                                                                                                   \
  "FROM daily_waste_archive a), (SELECT count(*) FROM daily_sales), (SELECT count(*) FROM daily_waste)"

/* What is archived is saved and comes back where it was, whatever became of it meanwhile. */
static void
test_archived (void)
{
  static const DdiBackupKind kinds[] = { DDI_BACKUP_CUSTOM, DDI_BACKUP_CSV };

  backup_fixture_sql ("INSERT INTO custom_columns (id, entity, name, label, type, position) VALUES "
                      "(77, 'sales', 'crew', 'Crew', 'integer', 77);"
                      "UPDATE daily_sales SET custom = '{\"crew\": 3}'");
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      g_autoptr (DdiBackup) backup = NULL;
      g_autoptr (DdiRestoreResult) result = NULL;
      g_autoptr (GError) error = NULL;
      g_autofree char *before = NULL;

      backup_fixture_sql (MOVE ("false", "sales") MOVE ("false", "waste"));
      before = ddi_test_home_psql (backup_fixture_home (), FALSE, ARCHIVED);
      g_assert_nonnull (strstr (before, "daily_sales_archive"));
      g_assert_nonnull (strstr (before, "daily_waste_archive"));
      g_assert_nonnull (strstr (before, "crew"));
      backup = backup_fixture_make (kinds[i], NULL, "b");
      backup_fixture_sql (MOVE ("true", "sales") MOVE (
          "true",
          "waste") "UPDATE daily_sales SET quantity_sold = quantity_sold + 1; DELETE FROM daily_waste");
      backup_fixture_expect ("SELECT count(*) FROM daily_sales_archive", "0");
      result = restore (backup->path, NULL, &error);
      g_assert_no_error (error);
      backup_fixture_expect (ARCHIVED, before);
      backup_fixture_expect ("SELECT count(*) = count(DISTINCT id) AND count(*) > 0 FROM all_sales", "t");
      backup_fixture_sql (MOVE ("true", "sales") MOVE ("true", "waste"));
      g_assert_cmpint (ddi_restore_forget_kept (backup_fixture_server (), &error), ==, 1);
    }
}

/* The program that has the home open goes on with what was restored. */
static void
test_goes_on (void)
{
  g_autoptr (DdiBackup) backup = backup_fixture_make (DDI_BACKUP_CUSTOM, NULL, "b");
  DdiDatabase *database = ddi_home_get_database (backup_fixture_home ());
  g_autoptr (DdiRestoreResult) result = NULL;
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < 2; i++)
    {
      DdiUnit *unit = ddi_unit_new ();
      g_autoptr (GPtrArray) rows = NULL;

      ddi_unit_set_read_only (unit);
      ddi_unit_add (unit, "status/show-server-version", NULL);
      rows = ddi_database_run (database, unit, NULL, &error);
      g_assert_no_error (error);
      if (i > 0)
        break;
      result = restore (backup->path, NULL, &error);
      g_assert_no_error (error);
    }
  ddi_restore_forget_kept (backup_fixture_server (), NULL);
}

/* Whatever breaks on the way leaves the live database as it is. */
static void
test_fails_half_way (void)
{
  static const struct
  {
    const char *tool, *script;
  } cases[] = {
    { "pg_restore", "case \"$*\" in --version) ;; *) head -c 20000 >/dev/null; kill -9 $$;; esac" },
    { "pg_restore", "\"$REAL/pg_restore\" \"$@\"; kill -9 $$" },
    /* Everything but the rows of one table, with success. */
    { "pg_restore", "exec \"$REAL/pg_restore\" \"$@\" --schema-only" },
    /* The safety backup fails. */
    { "pg_dump", "case \"$*\" in --version) ;; *) kill -9 $$;; esac" },
  };
  g_autoptr (DdiBackup) backup = backup_fixture_make (DDI_BACKUP_CUSTOM, NULL, "b");

  backup_fixture_sql ("UPDATE daily_sales SET notes = 'live' WHERE id = 1");
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (DdiRows) kept = NULL;

      backup_fixture_replace_tool (cases[i].tool, cases[i].script);
      g_assert_null (restore (backup->path, NULL, &error));
      backup_fixture_replace_tool (NULL, NULL);
      g_assert_nonnull (error);
      backup_fixture_expect ("SELECT notes FROM daily_sales WHERE id = 1", "live");
      kept = ddi_restore_list_kept (backup_fixture_server (), NULL);
      g_assert_cmpuint (ddi_rows_get_n (kept), ==, 0);
    }
}

/* The rows lie at the end of a dump. */
static void
test_corrupt (void)
{
  g_autoptr (DdiBackup) backup = backup_fixture_make (DDI_BACKUP_CUSTOM, NULL, "b");
  g_autofree char *bytes = NULL;
  gsize length;

  backup_fixture_sql ("UPDATE daily_sales SET notes = 'live' WHERE id = 1");
  g_assert_true (g_file_get_contents (backup->path, &bytes, &length, NULL));
  for (guint i = 0; i < 4; i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *damaged = g_memdup2 (bytes, length);

      /* Half of the cases with a checksum that knows of it. */
      memset (damaged + length - 64 - i * 300, 0x5a, 64);
      g_assert_true (g_file_set_contents (backup->path, damaged, (gssize)length, NULL));
      if (i % 2)
        backup_fixture_sign (backup->path);
      g_assert_null (restore (backup->path, NULL, &error));
      g_assert_nonnull (error);
      backup_fixture_expect ("SELECT notes FROM daily_sales WHERE id = 1", "live");
    }
}

/* One table's rows become what they were; triggers and totals go along, the rest stays. */
static void
test_table (void)
{
  static const DdiBackupKind kinds[] = { DDI_BACKUP_CUSTOM, DDI_BACKUP_PLAIN, DDI_BACKUP_CSV };
  static const char totals[] = "SELECT coalesce(sum(sold), 0) FROM daily_sales_totals";

  for (guint i = 1; i < 2 * G_N_ELEMENTS (kinds); i += 1 + (i > 2))
    {
      /* The one table of a whole backup, and a backup of one table. */
      const char *only = i % 2 ? "daily_sales" : NULL;
      g_autoptr (DdiBackup) backup = backup_fixture_make (kinds[i / 2], only, "b");
      g_autofree char *rows = ddi_test_home_psql (
          backup_fixture_home (), FALSE,
          "SELECT string_agg(concat_ws(' ', id, notes, quantity_sold), ',' ORDER BY id) FROM "
          "daily_sales");
      g_autofree char *sum = ddi_test_home_psql (backup_fixture_home (), FALSE, totals);
      g_autoptr (DdiRestoreResult) result = NULL;
      g_autoptr (GError) error = NULL;

      backup_fixture_sql ("DELETE FROM daily_sales WHERE id = 2;"
                          "UPDATE daily_sales SET notes = 'other', quantity_sold = 99 WHERE id = 1;"
                          "INSERT INTO daily_sales (id, user_id, store_id, date, product_id, quantity_sold)"
                          " VALUES (50, 13, 1, '2025-08-09', 1, 4);"
                          "UPDATE daily_waste SET reason = 'stays' WHERE id = 1");
      g_assert_null (only ? restore (backup->path, NULL, &error)
                          : restore (backup->path, "doughnuts", &error));
      g_assert_error (error, DDI_BACKUP_ERROR, DDI_BACKUP_ERROR_TABLE);
      g_clear_error (&error);
      result = restore (backup->path, "daily_sales", &error);
      g_assert_no_error (error);
      g_assert_cmpint (result->added, ==, 1);
      g_assert_cmpint (result->changed, ==, 1);
      g_assert_cmpint (result->removed, ==, 1);
      backup_fixture_expect (
          "SELECT string_agg(concat_ws(' ', id, notes, quantity_sold), ',' ORDER BY id) FROM "
          "daily_sales",
          rows);
      backup_fixture_expect (totals, sum);
      backup_fixture_expect ("SELECT reason FROM daily_waste WHERE id = 1", "stays");
    }
}

/* A row that others refer to cannot go, so nothing does. */
static void
test_table_refused (void)
{
  g_autoptr (DdiBackup) backup = backup_fixture_make (DDI_BACKUP_CUSTOM, NULL, "b");
  g_autoptr (GError) error = NULL;

  backup_fixture_sql ("INSERT INTO products (id, name) VALUES (77, 'Bear claw');"
                      "UPDATE products SET category = 'x' WHERE id = 1;"
                      "INSERT INTO daily_sales (id, user_id, store_id, date, product_id, quantity_sold)"
                      " VALUES (77, 13, 1, '2025-08-09', 77, 4)");
  g_assert_null (restore (backup->path, "products", &error));
  g_assert_error (error, DDI_DB_ERROR, DDI_DB_ERROR_CONSTRAINT);
  backup_fixture_expect ("SELECT name FROM products WHERE id = 77", "Bear claw");
  backup_fixture_expect ("SELECT category FROM products WHERE id = 1", "x");
}

static DdiHome *
restore_home (const DdiRestoreHome *options)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (ddi_restore_home (options, NULL, &error));
  g_assert_no_error (error);
  return ddi_test_home_open (options->data_dir);
}

/* A new computer: the backup becomes the data, an encrypted one too, and no empty database stays beside it. */
static void
test_new_home (void)
{
  g_autoptr (DdiSecret) passphrase = ddi_secret_new ("a passphrase", 12);
  g_autoptr (GError) error = NULL;

  backup_fixture_sql ("UPDATE daily_sales SET notes = 'travelled' WHERE id = 1");
  for (guint i = 0; i < 2; i++)
    {
      g_autofree char *directory = backup_fixture_new_directory ();
      g_autofree char *path = g_build_filename (directory, "b", NULL), *text = NULL;
      g_autofree char *data_dir = ddi_test_directory_new_path ("home");
      const DdiBackupOptions make = { .path = path, .passphrase = i > 0 ? passphrase : NULL };
      g_autoptr (DdiBackup) backup = ddi_backup_make (backup_fixture_server (), &make, NULL, &error);
      DdiRestoreHome options = { .data_dir = data_dir, .path = path };
      g_autoptr (DdiHome) home = NULL;

      g_assert_no_error (error);
      if (i > 0)
        {
          /* Without the passphrase no home is made at all. */
          g_assert_false (ddi_restore_home (&options, NULL, &error));
          g_assert_error (error, DDI_BACKUP_ERROR, DDI_BACKUP_ERROR_SEALED);
          g_clear_error (&error);
          g_assert_false (g_file_test (data_dir, G_FILE_TEST_EXISTS));
          options.passphrase = passphrase;
        }
      home = restore_home (&options);
      text = ddi_test_home_psql (home, FALSE,
                                 "SELECT notes || (SELECT count(*) FROM pg_database WHERE datname LIKE "
                                 "'dunkin_demand_before%') FROM daily_sales WHERE id = 1");
      g_assert_cmpstr (text, ==, "travelled0");
      ddi_home_close (home, NULL);
    }
}

/* What a home has already is saved and kept. */
static void
test_home_with_data (void)
{
  g_autoptr (DdiBackup) backup = backup_fixture_make (DDI_BACKUP_CUSTOM, NULL, "b");
  g_autofree char *data_dir = ddi_test_home_new_path ();
  const DdiRestoreHome options = { .data_dir = data_dir, .path = backup->path };
  g_autofree char *backups = g_build_filename (data_dir, "backups", NULL), *found = NULL, *kept = NULL;
  g_autoptr (DdiHome) home = restore_home (&options);

  kept = ddi_test_home_psql (home, FALSE,
                             "SELECT count(*) FROM pg_database WHERE datname LIKE 'dunkin_demand_before%'");
  g_assert_cmpstr (kept, ==, "1");
  found = backup_fixture_list (backups);
  g_assert_nonnull (strstr (found, "before-restore"));
  ddi_home_close (home, NULL);
}

int
main (int argc, char **argv)
{
  int failures;

  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/restore/plan", test_plan);
  g_test_add_func ("/restore/whole", test_whole);
  g_test_add_func ("/restore/archived", test_archived);
  g_test_add_func ("/restore/goes-on", test_goes_on);
  g_test_add_func ("/restore/fails-half-way", test_fails_half_way);
  g_test_add_func ("/restore/corrupt", test_corrupt);
  g_test_add_func ("/restore/table", test_table);
  g_test_add_func ("/restore/table-refused", test_table_refused);
  g_test_add_func ("/restore/new-home", test_new_home);
  g_test_add_func ("/restore/home-with-data", test_home_with_data);
  failures = g_test_run ();
  backup_fixture_end ();
  return failures;
}
