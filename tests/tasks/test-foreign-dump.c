/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gstdio.h>
#include <string.h>

#include "backup-fixture.h"
#include "db/ddi-sql.h"
#include "support/ddi-test-directory.h"
#include "tasks/ddi-foreign-dump.h"

/* Files that somebody's own pg_dump has made of the document's seven tables. */

#define THEIRS "theirs"
/* Each row of sales as it is adopted; of the nasty note what is easily lost. */
#define ADOPTED                                                                                              \
  "SELECT string_agg(id || ' ' || product_name || ' ' || quantity_sold, ',' ORDER BY id) FROM daily_sales "  \
  "WHERE date < '2025-11-02' UNION ALL SELECT md5(notes) FROM daily_sales WHERE id = 90"
#define NOTE                                                                                                 \
  "E'a tab\\t, a line\\nCOPY public.users (id) FROM stdin;\\n\\\\.\\n$x$; '' \"\\\\! touch x\\n-- no "       \
  "comment /*'"

static char *
dup_conninfo (const char *database)
{
  return ddi_cluster_dup_conninfo (ddi_home_get_cluster (backup_fixture_home ()), DDI_CLUSTER_SUPERUSER,
                                   database);
}

static void
run (const char *const *argv)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocess) process = g_subprocess_newv (argv, G_SUBPROCESS_FLAGS_STDOUT_SILENCE, &error);

  g_assert_no_error (error);
  g_assert_true (g_subprocess_wait_check (process, NULL, &error));
  g_assert_no_error (error);
}

static void
run_sql (const char *database, const char *sql)
{
  g_autofree char *conninfo = dup_conninfo (database);
  const char *argv[] = { "psql",      "--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1", "--dbname", conninfo,
                         "--command", sql,           NULL };

  run (argv);
}

/* As the document's installation made it, with rows of years, an owner of its own, and what else lies in databases. */
static void
make_theirs (void)
{
  g_autofree char *path =
      g_build_filename (g_getenv ("DDI_TEST_SOURCE"), "tests", "db", "adopted-rows.sql", NULL);
  g_autofree char *contract = ddi_sql_dup_migration ("0001-seven-tables");
  g_autofree char *rows = NULL, *all = NULL;

  g_assert_true (g_file_get_contents (path, &rows, NULL, NULL));
  g_free (ddi_test_home_psql (backup_fixture_home (), TRUE, "CREATE ROLE legacy; CREATE DATABASE " THEIRS));
  all = g_strconcat (
      "GRANT ALL ON SCHEMA public TO legacy; SET ROLE legacy;", contract, rows,
      "INSERT INTO daily_sales (id, user_id, date, product_name, quantity_sold, notes) VALUES "
      "(90, 2, '2025-11-09', 'Jelly', 3, " NOTE ");"
      "ALTER TABLE daily_sales ADD CONSTRAINT check_note CHECK (notes <> 'a;b');"
      "COMMENT ON TABLE daily_sales IS 'theirs';"
      "CREATE TABLE recipes (id SERIAL PRIMARY KEY, text TEXT); INSERT INTO recipes (text) VALUES ('flour');"
      /* So many columns that COPY's own line is long, and a row that is no SQL. */
      "DO $d$ BEGIN EXECUTE (SELECT 'CREATE TABLE recipes_wide (' || "
      "string_agg(format('a_rather_long_name_%s TEXT', n), ', ') "
      "|| ')' FROM generate_series(1, 120) n); END $d$; INSERT INTO recipes_wide (a_rather_long_name_7) "
      "VALUES ('it''s');"
      "CREATE FUNCTION hello() RETURNS TEXT LANGUAGE sql AS $f$ SELECT 'a; b' $f$;"
      "CREATE VIEW best AS SELECT product_name, sum(quantity_sold) FROM daily_sales GROUP BY 1;"
      "GRANT SELECT ON daily_sales TO PUBLIC",
      NULL);
  run_sql (THEIRS, all);
}

/* pg_dump of @database with @first and @second (NULL: none). (transfer full) */
static char *
dump (const char *database, const char *name, const char *first, const char *second)
{
  g_autofree char *directory = backup_fixture_new_directory ();
  g_autofree char *conninfo = dup_conninfo (database);
  char *path = g_build_filename (directory, name, NULL);
  const char *argv[] = {
    "pg_dump", "--dbname", conninfo, "--file", path, first, first ? second : NULL, NULL
  };

  run (argv);
  return path;
}

static DdiRestorePlan *
plan (const char *path, GError **error)
{
  const DdiRestoreOptions options = { .path = path };
  DdiRestorePlan *made = ddi_restore_plan (backup_fixture_server (), &options, NULL, error);

  backup_fixture_expect_no_scratch ();
  return made;
}

static char *
dup_state (void)
{
  return ddi_test_home_psql (backup_fixture_home (), FALSE,
                             "SELECT md5(string_agg(s::text, '|' ORDER BY s.id)) FROM daily_sales s");
}

static const DdiRestoreTable *
find (const DdiRestorePlan *made, const char *name)
{
  for (guint i = 0; i < made->tables->len; i++)
    if (g_str_equal (((DdiRestoreTable *)made->tables->pdata[i])->table, name))
      return made->tables->pdata[i];
  g_error ("%s is not in the plan", name);
}

/* Looked at first, with nothing changed; then restored, with what was there before saved and kept. */
static void
restore_it (const char *path, const char *left_out)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *before = dup_state (), *after = NULL, *hash = NULL, *saved = NULL;
  g_autoptr (DdiRestorePlan) made = plan (path, &error);
  g_autoptr (DdiRestoreResult) result = NULL;
  DdiRestoreOptions options = { 0 };

  g_assert_no_error (error);
  after = dup_state ();
  g_assert_cmpstr (after, ==, before);
  g_assert_cmpstr (made->foreign, ==, path);
  g_assert_cmpstr (made->left_out, ==, left_out);
  g_assert_cmpstr (made->newest_sale_backup, ==, "2025-11-09");
  /* Three of one day and product were summed, and two. */
  g_assert_cmpint (find (made, "public.daily_sales")->rows_backup, ==, 7);
  g_assert_cmpint (find (made, "public.users")->rows_backup, ==, 4);

  options.path = made->backup->path;
  result = ddi_restore_run (backup_fixture_server (), &options, NULL, &error);
  g_assert_no_error (error);
  g_assert_nonnull (result->safety_backup);
  hash = ddi_test_home_psql (backup_fixture_home (), FALSE, "SELECT md5(" NOTE ")");
  after = (g_free (after), ddi_test_home_psql (backup_fixture_home (), FALSE, ADOPTED));
  g_assert_nonnull (strstr (after, hash));
  g_assert_true (g_str_has_prefix (after, "1 Glazed Donut 42,4 Glazed Donut 5"));
  backup_fixture_expect ("SELECT count(*) FROM daily_sales_archive", "0");
  backup_fixture_expect ("SELECT count(*) FROM pg_tables WHERE tablename = 'recipes'", "0");
  /* The next row has a number of its own. */
  backup_fixture_expect ("SELECT nextval('users_id_seq')", "8");
  backup_fixture_expect ("SELECT pg_get_userbyid(relowner) FROM pg_class WHERE oid = 'daily_sales'::regclass",
                         "ddi_owner");

  /* And back. */
  saved = g_strdup (result->safety_backup);
  options.path = saved;
  g_clear_pointer (&result, ddi_restore_result_free);
  result = ddi_restore_run (backup_fixture_server (), &options, NULL, &error);
  g_assert_no_error (error);
  g_free (after);
  after = dup_state ();
  g_assert_cmpstr (after, ==, before);
  g_assert_cmpint (ddi_restore_forget_kept (backup_fixture_server (), &error), ==, 2);
  ddi_foreign_dump_discard (made->backup);
}

static const struct
{
  const char *name;
  const char *first, *second;
} ways[] = {
  { "their.dump", "-Fc", NULL },
  { "their.sql", NULL, NULL },
  { "inserts.sql", "--inserts", "--quote-all-identifiers" },
  { "create.sql", "--create", "--column-inserts" },
};

static void
test_restore (gconstpointer data)
{
  guint i = GPOINTER_TO_UINT (data);
  g_autofree char *path = dump (THEIRS, ways[i].name, ways[i].first, ways[i].second);

  restore_it (path, "public.recipes, public.recipes_wide");
}

static void
test_gzip (void)
{
  g_autofree char *path = dump (THEIRS, "their.sql", NULL, NULL);
  g_autofree char *packed = g_strconcat (path, ".gz", NULL);
  const char *argv[] = { "gzip", path, NULL };

  run (argv);
  restore_it (packed, "public.recipes, public.recipes_wide");
}

static void
expect_refused (const char *path, int code, const char *word)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *before = dup_state (), *after = NULL;
  g_autoptr (DdiRestorePlan) made = plan (path, &error);

  g_assert_null (made);
  if (code >= 0)
    g_assert_error (error, DDI_BACKUP_ERROR, code);
  g_assert_nonnull (error);
  if (strstr (error->message, word) == NULL)
    g_error ("%s", error->message);
  after = dup_state ();
  g_assert_cmpstr (after, ==, before);
}

/* Each with what to do instead, and nothing left behind. */
static void
test_refused (void)
{
  g_autofree char *own = dump ("dunkin_demand", "own.sql", NULL, NULL);
  g_autofree char *table = dump (THEIRS, "table.dump", "-Fc", "--table=daily_sales");
  g_autofree char *tar = dump (THEIRS, "their.tar", "-Ft", NULL);
  g_autofree char *whole = dump (THEIRS, "their.sql", NULL, NULL);
  g_autofree char *text = NULL, *nothing = NULL;
  gsize length;

  expect_refused (own, DDI_BACKUP_ERROR_FOREIGN, "manages already");
  expect_refused (table, DDI_BACKUP_ERROR_FOREIGN, "pg_dump -Fc");
  expect_refused (tar, DDI_BACKUP_ERROR_FOREIGN, "tar");
  /* Cut off among the rows, between statements, and in pg_dump's own format. */
  g_assert_true (g_file_get_contents (whole, &text, &length, NULL));
  for (guint i = 1; i < 10; i += 3)
    {
      g_assert_true (g_file_set_contents (whole, text, (gssize)(length * i / 10), NULL));
      expect_refused (whole, DDI_BACKUP_ERROR_FOREIGN, "");
    }
  nothing = g_strdup (whole);
  g_assert_true (g_file_set_contents (nothing, "Hello, shop\n", -1, NULL));
  expect_refused (nothing, DDI_BACKUP_ERROR_MANIFEST, ".json");
  g_assert_true (g_file_set_contents (nothing, "PGDMP and no more", -1, NULL));
  expect_refused (nothing, -1, "pg_restore");
}

/* What psql would do for whoever wrote the file, nobody does; and the live database is out of its reach. */
static void
test_hostile (void)
{
  g_autofree char *path = dump (THEIRS, "their.sql", NULL, NULL);
  g_autofree char *folder = backup_fixture_new_directory ();
  g_autofree char *mark = g_build_filename (folder, "mark", NULL);
  g_autofree char *text = NULL, *before = NULL, *after = NULL, *evil = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (DdiRestorePlan) made = NULL;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  evil = g_strdup_printf ("\\! touch %s\n\\connect dunkin_demand\nDELETE FROM public.daily_sales;\n"
                          "DROP DATABASE dunkin_demand;\nCOMMIT;\nALTER ROLE legacy SUPERUSER;\n"
                          "COPY public.products FROM PROGRAM 'touch %s';\n%s",
                          mark, mark, text);
  before = dup_state ();
  g_assert_true (g_file_set_contents (path, evil, -1, NULL));
  made = plan (path, &error);
  g_assert_no_error (error);
  g_assert_false (g_file_test (mark, G_FILE_TEST_EXISTS));
  after = dup_state ();
  g_assert_cmpstr (after, ==, before);
  backup_fixture_expect ("SELECT rolsuper FROM pg_roles WHERE rolname = 'legacy'", "f");
  g_assert_cmpint (find (made, "public.daily_sales")->rows_backup, ==, 7);
  ddi_foreign_dump_discard (made->backup);
  g_assert_false (g_file_test (made->backup->path, G_FILE_TEST_EXISTS));
}

/* On the command line: only a look leaves nothing behind. */
static void
test_command (void)
{
  g_autofree char *path = dump (THEIRS, "their.dump", "-Fc", NULL), *out = NULL, *list = NULL;
  g_autoptr (GError) error = NULL;
  const char *argv[] = { g_getenv ("DDI_TEST_CLI"),      "restore", path, "--dry-run", "--data-dir",
                         backup_fixture_server ()->home, NULL };
  g_autoptr (GSubprocess) process = g_subprocess_newv (argv, G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error);

  g_assert_no_error (error);
  g_subprocess_communicate_utf8 (process, NULL, NULL, &out, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (g_subprocess_get_successful (process));
  g_assert_nonnull (strstr (out, "Made by pg_dump"));
  g_assert_nonnull (strstr (out, "left out: public.recipes"));
  g_assert_nonnull (strstr (out, "in the backup: 2025-11-09"));
  list = backup_fixture_list (backup_fixture_server ()->directory);
  g_assert_null (strstr (list, "adopted-"));
}

/* Where there is no database yet the way is told. */
static void
test_told (void)
{
  g_autofree char *path = dump (THEIRS, "their.dump", "-Fc", NULL);
  g_autoptr (GError) error = NULL;

  g_assert_null (ddi_backup_read (path, &error));
  g_assert_error (error, DDI_BACKUP_ERROR, DDI_BACKUP_ERROR_FOREIGN);
  g_assert_nonnull (strstr (error->message, "Restore a File"));
}

int
main (int argc, char **argv)
{
  int result;

  g_test_init (&argc, &argv, NULL);
  make_theirs ();
  for (guint i = 0; i < G_N_ELEMENTS (ways); i++)
    {
      g_autofree char *path = g_strconcat ("/foreign-dump/restore/", ways[i].name, NULL);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_restore);
    }
  g_test_add_func ("/foreign-dump/gzip", test_gzip);
  g_test_add_func ("/foreign-dump/refused", test_refused);
  g_test_add_func ("/foreign-dump/hostile", test_hostile);
  g_test_add_func ("/foreign-dump/command", test_command);
  g_test_add_func ("/foreign-dump/told", test_told);
  result = g_test_run ();
  backup_fixture_end ();
  return result;
}
