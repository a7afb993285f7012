/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Old figures move to the archive and back from the command line, also where it is stopped or killed on the way, and are
 * told as before. */
#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>

#include "cli-run.h"
#include "support/ddi-test-home.h"

#define ROWS 400

static char *owner, *app;
static DdiHome *server;

static void
sql (const char *text)
{
  g_free (ddi_test_home_psql (server, FALSE, text));
}

static gint64
count (const char *from)
{
  g_autofree char *text = g_strdup_printf ("SELECT count(*) FROM %s", from);
  g_autofree char *found = ddi_test_home_psql (server, FALSE, text);

  return g_ascii_strtoll (found, NULL, 10);
}

static void
expect_in (const char *text, const char *part)
{
  if (strstr (text, part) == NULL)
    g_error ("“%s” is not in: %s", part, text);
}

/* Ten old days of one shop with 40 products, and one new day. Each row takes a moment to be archived. */
static void
fill (void)
{
  sql ("INSERT INTO districts (name) VALUES ('North');"
       "INSERT INTO stores (district_id, name) VALUES (1, 'Store 01');"
       "INSERT INTO products (name, category) SELECT 'Product ' || n, 'Donuts' FROM generate_series(1, 40) n;"
       "INSERT INTO daily_sales (user_id, store_id, date, product_id, quantity_sold, revenue) "
       "SELECT 1, 1, d, p, p, p * 1.5 FROM products p0, LATERAL (SELECT p0.id AS p) x, "
       "(SELECT '2019-12-27'::date + n AS d FROM generate_series(0, 9) n UNION ALL SELECT current_date) days;"
       "INSERT INTO daily_waste (user_id, store_id, date, product_id, quantity_wasted, reason, cost) "
       "SELECT 1, 1, '2019-12-27'::date + n, 1, 2, 'Stale', 1 FROM generate_series(0, 9) n;"
       "CREATE FUNCTION take_time() RETURNS trigger LANGUAGE plpgsql AS "
       "$$BEGIN PERFORM pg_sleep(0.002); RETURN NEW; END$$;"
       "CREATE TRIGGER take_time BEFORE INSERT ON daily_sales_archive FOR EACH ROW EXECUTE FUNCTION "
       "take_time()");
}

static gint64
get_member (const char *arguments, const char *member)
{
  g_autoptr (CliRun) run = cli_expect (0, owner, arguments);
  g_autoptr (JsonParser) parser = json_parser_new ();

  return json_object_get_int_member (cli_run_parse (run, parser), member);
}

static void
test_plan (void)
{
  g_autoptr (CliRun) text = cli_expect (0, owner, "archive --plan --connection %");
  g_autoptr (CliRun) young = cli_expect (0, owner, "archive --plan --years 50 --connection %");
  g_autoptr (CliRun) stranger = cli_expect (1, app, "archive --plan --connection %");
  g_autoptr (CliRun) none = cli_expect (0, owner, "archive --plan --back --connection %");
  g_autoptr (CliRun) advice = cli_expect (0, owner, "advise --connection %");

  expect_in (text->out, "400 sales and 10 waste figures from 2019-12-27 to 2020-01-05");
  expect_in (young->out, "nothing that is old enough");
  expect_in (none->out, "Nothing of these days is archived");
  /* What nobody has begun was not stopped. */
  g_assert_null (strstr (advice->out, "was stopped after"));
  g_assert_cmpint (get_member ("archive --plan --json --connection %", "sales"), ==, ROWS);
  g_assert_cmpint (get_member ("archive --plan --json --connection %", "bytes"), >, 0);
  g_assert_cmpint (count ("daily_sales_archive"), ==, 0);
}

static void
test_misuse (void)
{
  static const char *const wrong[] = {
    "archive --years 0x --connection %",        "archive --years 99 --connection %",
    "archive --from 2020-01-01 --connection %", "archive --back --from yesterday --connection %",
    "archive --back --years 2 --connection %",  "archive all --connection %"
  };

  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_autoptr (CliRun) run = cli_expect (2, owner, wrong[i]);
    }
}

/* Starts to archive and sends a signal once some of it is done; how it ended. */
static int
interrupt (int number)
{
  const char *const argv[] = {
    g_getenv ("DDI_TEST_CLI"), "archive", "--batch", "10", "--connection", owner, NULL
  };
  g_autoptr (GError) error = NULL;
  int status;
  GPid pid;

  g_spawn_async (NULL, (char **)argv, NULL,
                 G_SPAWN_DO_NOT_REAP_CHILD | G_SPAWN_STDOUT_TO_DEV_NULL | G_SPAWN_STDERR_TO_DEV_NULL, NULL,
                 NULL, &pid, &error);
  g_assert_no_error (error);
  for (gint64 before = count ("daily_sales_archive"); count ("daily_sales_archive") < before + 20;)
    g_usleep (2000);
  kill (pid, number);
  g_assert_cmpint (waitpid (pid, &status, 0), ==, pid);
  /* The server finishes or drops the batch that was under way. */
  while (count ("pg_stat_activity WHERE query LIKE '%move_archive%' AND pid <> pg_backend_pid()") > 0)
    g_usleep (2000);
  return status;
}

static void
expect_half (void)
{
  gint64 archived = count ("daily_sales_archive");

  g_assert_cmpint (archived, >, 0);
  g_assert_cmpint (archived, <, ROWS);
  g_assert_cmpint (archived % 10, ==, 0);
  g_assert_cmpint (count ("daily_sales WHERE date < '2021-01-01'"), ==, ROWS - archived);
  g_assert_cmpint (count ("all_sales"), ==, ROWS + 40);
  g_assert_cmpint (count ("(SELECT sum(n) AS n FROM daily_sales_totals) t WHERE n = 440"), ==, 1);
}

static void
test_killed (void)
{
  g_autoptr (CliRun) advice = NULL, again = NULL;
  int status = interrupt (SIGKILL);

  g_assert_true (WIFSIGNALED (status));
  expect_half ();
  advice = cli_expect (0, owner, "advise --connection %");
  expect_in (advice->out, "was stopped after");
  status = interrupt (SIGINT);
  g_assert_false (WIFEXITED (status) && WEXITSTATUS (status) == 0);
  expect_half ();
  again = cli_expect (0, owner, "archive --connection %");
  g_assert_cmpint (count ("daily_sales_archive"), ==, ROWS);
  g_assert_cmpint (count ("daily_waste_archive"), ==, 10);
  g_assert_cmpint (count ("daily_sales"), ==, 40);
  /* One run, that was gone on with. */
  g_assert_cmpint (count ("auth.archive_runs WHERE ended_at IS NOT NULL AND sales = 400 AND waste = 10"), ==,
                   1);
  g_assert_cmpint (count ("auth.archive_runs"), ==, 1);
  g_assert_cmpint (
      count ("(SELECT sum((details->>'rows')::int) AS n FROM audit_logs WHERE action = 'ARCHIVED') a "
             "WHERE n = 410"),
      ==, 1);
}

/* Whatever is told is told with what is archived. */
static void
test_told (void)
{
  const char *path = ddi_cluster_get_home (ddi_home_get_cluster (server));
  g_autoptr (CliRun) users = cli_expect (0, path, "report users --json --days 9999 --data-dir %");
  g_autoptr (CliRun) exported = NULL, status = NULL;
  g_autofree char *file = g_build_filename (g_get_tmp_dir (), "ddi-archived.csv", NULL);
  g_autofree char *text = NULL, *line = g_strdup_printf ("export sales -o %s --data-dir %%", file);

  expect_in (users->out, "\"sales_count\" : 440");
  exported = cli_expect (0, path, line);
  g_assert_true (g_file_get_contents (file, &text, NULL, NULL));
  expect_in (text, "2019-12-27");
  g_assert_cmpint (g_remove (file), ==, 0);
  status = cli_expect (0, path, "status --json --data-dir %");
  expect_in (status->out, "daily_sales_archive");
}

/* A file of a day that is archived: the same is nothing new, another figure is refused as a whole. */
static void
test_import (void)
{
  const char *path = ddi_cluster_get_home (ddi_home_get_cluster (server));
  g_autofree char *same = g_build_filename (g_get_tmp_dir (), "ddi-same.csv", NULL);
  g_autofree char *other = g_build_filename (g_get_tmp_dir (), "ddi-other.csv", NULL);
  g_autofree char *again = g_strdup_printf ("import sales %s --data-dir %%", same);
  g_autofree char *differing = g_strdup_printf ("import sales %s --data-dir %%", other);
  g_autoptr (CliRun) good = NULL, refused = NULL;

  g_assert_true (g_file_set_contents (
      same, "store,date,product,quantity,revenue\nStore 01,2019-12-28,Product 3,3,4.50\n", -1, NULL));
  g_assert_true (
      g_file_set_contents (other,
                           "store,date,product,quantity,revenue\n"
                           "Store 01,2019-12-28,Product 3,9,4.50\nStore 01,2022-01-01,Product 3,9,4.50\n",
                           -1, NULL));
  good = cli_run (path, again);
  refused = cli_run (path, differing);
  g_assert_cmpint (refused->status, ==, 1);
  expect_in (refused->err, "archive --back");
  expect_in (refused->err, "Store 01, 2019-12-28");
  g_assert_cmpint (count ("all_sales"), ==, ROWS + 40);
  g_remove (same);
  g_remove (other);
}

static void
test_back (void)
{
  g_autoptr (CliRun) some =
      cli_expect (0, owner, "archive --back --from 2020-01-01 --to 2020-01-02 --connection %");
  g_autoptr (CliRun) all = NULL;

  expect_in (some->out, "80 sales and 2 waste figures brought back");
  g_assert_cmpint (count ("daily_sales WHERE date BETWEEN '2020-01-01' AND '2020-01-02'"), ==, 80);
  all = cli_expect (0, owner, "archive --back --connection %");
  expect_in (all->out, "320 sales and 8 waste");
  g_assert_cmpint (count ("daily_sales"), ==, ROWS + 40);
  g_assert_cmpint (count ("daily_sales_archive"), ==, 0);
  g_assert_cmpint (count ("(SELECT sum(n) AS n FROM daily_sales_totals) t WHERE n = 440"), ==, 1);
}

/* Many old figures are a reason to archive. */
static void
test_advice (void)
{
  g_autoptr (CliRun) few = cli_expect (0, owner, "advise --connection %");
  g_autoptr (CliRun) many = NULL;

  g_assert_null (strstr (few->out, "are older than"));
  sql ("INSERT INTO daily_waste (user_id, store_id, date, product_id, quantity_wasted) SELECT 1, 1, "
       "'2010-01-01'::date + d, p, 1 FROM generate_series(1, 2500) d, generate_series(1, 40) p");
  many = cli_expect (0, owner, "advise --connection %");
  expect_in (many->out, "figures are older than 2 years");
  expect_in (many->out, "archive --plan");
}

int
main (int argc, char **argv)
{
  int failures;

  g_test_init (&argc, &argv, NULL);
  server = ddi_test_home_new ();
  owner = ddi_cluster_dup_uri (ddi_home_get_cluster (server), DDI_CLUSTER_OWNER, "dunkin_demand");
  app = ddi_cluster_dup_uri (ddi_home_get_cluster (server), DDI_CLUSTER_APP, "dunkin_demand");
  fill ();
  g_test_add_func ("/cli/archive/plan", test_plan);
  g_test_add_func ("/cli/archive/misuse", test_misuse);
  g_test_add_func ("/cli/archive/killed", test_killed);
  g_test_add_func ("/cli/archive/told", test_told);
  g_test_add_func ("/cli/archive/import", test_import);
  g_test_add_func ("/cli/archive/back", test_back);
  g_test_add_func ("/cli/archive/advice", test_advice);
  failures = g_test_run ();
  ddi_home_close (server, NULL);
  g_clear_object (&server);
  g_free (owner);
  g_free (app);
  return failures;
}
