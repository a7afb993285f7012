/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>

#include "cli-run.h"
#include "support/ddi-test-directory.h"
#include "support/ddi-test-home.h"

static DdiHome *home;
static const char *directory; /* of the home */
static char *folder;

static void
expect (const char *sql, const char *expected)
{
  g_autofree char *text = ddi_test_home_psql (home, FALSE, sql);

  g_assert_cmpstr (text, ==, expected);
}

static CliRun *
run (int status, const char *format, const char *name)
{
  g_auto (GStrv) parts = g_strsplit (format, "@", -1);
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autofree char *arguments = g_strjoinv (path, parts);

  return cli_expect (status, directory, arguments);
}

/* From a backup to a lost row and back. */
static void
test_whole (void)
{
  g_autoptr (CliRun) made = run (0, "--data-dir % backup --output @ --json", "whole.dump");
  g_autoptr (CliRun) verified = run (0, "--data-dir % backup verify @ --json", "whole.dump");
  g_autoptr (CliRun) listed = run (0, "--data-dir % backup list", "");
  g_autoptr (CliRun) planned = NULL, asked = NULL, restored = NULL, forgotten = NULL;
  g_autoptr (JsonParser) parser = json_parser_new ();
  JsonObject *object;

  object = cli_run_parse (made, parser);
  g_assert_cmpint (json_object_get_int_member (object, "bytes"), >, 10000);
  g_assert_nonnull (strstr (verified->out, "\"verified\" : true"));
  g_assert_nonnull (strstr (listed->out, "whole.dump"));

  g_free (ddi_test_home_psql (home, FALSE, "INSERT INTO districts (name) VALUES ('Lost')"));
  planned = run (0, "--data-dir % restore @ --dry-run --json", "whole.dump");
  object = json_object_get_object_member (cli_run_parse (planned, parser), "tables");
  object = json_object_get_object_member (object, "public.districts");
  g_assert_cmpint (json_object_get_int_member (object, "now"), ==,
                   json_object_get_int_member (object, "backup") + 1);
  /* Nobody is there who could be asked. */
  asked = run (2, "--data-dir % restore @", "whole.dump");
  expect ("SELECT count(*) FROM districts WHERE name = 'Lost'", "1");

  restored = run (0, "--data-dir % restore @ --yes --json", "whole.dump");
  object = cli_run_parse (restored, parser);
  g_assert_true (json_object_get_boolean_member (object, "restored"));
  g_assert_nonnull (json_object_get_string_member (object, "safety_backup"));
  expect ("SELECT count(*) FROM districts WHERE name = 'Lost'", "0");
  forgotten = run (0, "--data-dir % restore --forget-old --json", "");
  g_assert_nonnull (strstr (forgotten->out, "\"dropped\" : 1"));
}

static void
test_table (void)
{
  g_autoptr (CliRun) made =
      run (0, "--data-dir % backup --table districts --format csv --output @", "districts.tar");
  g_autoptr (CliRun) restored = NULL;

  g_free (ddi_test_home_psql (home, FALSE, "INSERT INTO districts (name) VALUES ('Lost')"));
  restored = run (0, "--data-dir % restore @ --table districts --yes --json", "districts.tar");
  g_assert_nonnull (strstr (restored->out, "\"removed\" : 1"));
  expect ("SELECT count(*) FROM districts WHERE name = 'Lost'", "0");
}

/* Under a passphrase, which a file or the environment holds. */
static void
test_encrypted (void)
{
  g_autofree char *phrase = g_build_filename (folder, "phrase", NULL);
  g_autofree char *make =
      g_strdup_printf ("--data-dir %% backup --encrypt --passphrase-file %s --output @", phrase);
  g_autofree char *look =
      g_strdup_printf ("--data-dir %% restore @ --dry-run --json --passphrase-file %s", phrase);
  g_autoptr (CliRun) made = NULL, none = NULL, looked = NULL, wrong = NULL, nobody = NULL, verified = NULL;

  none = run (1, make, "sealed");
  g_assert_true (g_file_set_contents (phrase, "a long phrase\n", -1, NULL));
  made = run (0, make, "sealed");
  looked = run (0, look, "sealed");
  g_assert_nonnull (strstr (looked->out, "public.daily_sales"));
  nobody = run (1, "--data-dir % backup verify @", "sealed");
  g_setenv ("DDI_PASSPHRASE", "a long phras", TRUE);
  wrong = run (1, "--data-dir % backup verify @", "sealed");
  g_assert_nonnull (strstr (wrong->err, "passphrase"));
  g_setenv ("DDI_PASSPHRASE", "a long phrase", TRUE);
  verified = run (0, "--data-dir % backup verify @", "sealed");
  g_unsetenv ("DDI_PASSPHRASE");
}

/* By itself: what is said is kept, and a timer runs the same command. */
static void
test_auto (void)
{
  g_autofree char *config = ddi_test_directory_new_path ("config");
  g_autofree char *second = g_build_filename (folder, "second", NULL);
  g_autofree char *set =
      g_strdup_printf ("--data-dir %% backup auto --every weekly --second-place %s --json", second);
  g_autofree char *service =
      g_build_filename (config, "systemd", "user", "dunkin-demand-backup.service", NULL);
  g_autofree char *text = NULL;
  g_autoptr (CliRun) said = NULL, made = NULL, status = NULL, installed = NULL, removed = NULL,
                     password = NULL;

  g_assert_no_errno (g_mkdir (second, 0755));
  said = run (0, set, "");
  g_assert_nonnull (strstr (said->out, "\"every\" : \"weekly\""));
  g_assert_null (strstr (said->out, "\"file\""));
  made = run (0, "--data-dir % backup auto --now --json", "");
  g_assert_nonnull (strstr (made->out, "\"copied\" : 1"));
  status = run (0, "--data-dir % backup auto --status --json", "");
  g_assert_nonnull (strstr (status->out, "\"warnings\" : []"));

  g_setenv ("XDG_CONFIG_HOME", config, TRUE);
  installed = run (0, "--data-dir % backup auto --install-timer --json", "");
  g_assert_true (g_file_get_contents (service, &text, NULL, NULL));
  g_assert_nonnull (strstr (text, directory));
  g_assert_nonnull (strstr (text, "\"backup\" \"auto\""));
  password = cli_expect (2, "host=/x password=y", "backup auto --install-timer --connection %");
  removed = run (0, "--data-dir % backup auto --remove-timer --json", "");
  g_assert_false (g_file_test (service, G_FILE_TEST_EXISTS));
  g_unsetenv ("XDG_CONFIG_HOME");
}

/* On a server, with the owner's connection. */
static void
test_server (void)
{
  g_autofree char *owner =
      ddi_cluster_dup_uri (ddi_home_get_cluster (home), DDI_CLUSTER_SUPERUSER, "dunkin_demand");
  g_autofree char *app = ddi_cluster_dup_uri (ddi_home_get_cluster (home), DDI_CLUSTER_APP, "dunkin_demand");
  g_autofree char *path = g_build_filename (folder, "server.sql", NULL);
  g_autofree char *make = g_strdup_printf ("backup --format plain --output %s --connection %%", path);
  g_autofree char *verify = g_strdup_printf ("backup verify %s --connection %%", path);
  g_autoptr (CliRun) made = cli_expect (0, owner, make), verified = cli_expect (0, owner, verify);
  g_autoptr (CliRun) refused = cli_expect (1, app, make);

  g_assert_nonnull (strstr (refused->err, "ddi_owner"));
}

static void
test_misuse (void)
{
  static const char *const misuses[] = {
    "backup --format tape",  "backup burn", "backup verify", "backup auto --every hour", "backup auto now",
    "backup list --table x", "restore",     "restore a b",   "restore --forget-old a",   "restore --json a"
  };

  for (guint i = 0; i < G_N_ELEMENTS (misuses); i++)
    cli_run_free (run (2, misuses[i], ""));
  cli_run_free (run (1, "--data-dir % backup verify @", "nothing.dump"));
  cli_run_free (run (1, "--data-dir % backup --output @", "no/such/folder"));
}

static gboolean
is_empty (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);

  return g_dir_read_name (dir) == NULL;
}

/* Ctrl+C while pg_dump waits for a lock: nothing is left of the file, and the command ends. */
static void
test_interrupted (void)
{
  static const char waiting[] =
      "SELECT count(*) FROM pg_locks WHERE relation = 'weather'::regclass AND NOT granted";
  static const char held[] = "SELECT count(*) FROM pg_locks WHERE relation = 'weather'::regclass AND granted";
  g_autofree char *uri =
      ddi_cluster_dup_uri (ddi_home_get_cluster (home), DDI_CLUSTER_OWNER, "dunkin_demand");
  g_autofree char *output = ddi_test_directory_new_path ("interrupted");
  g_autoptr (GSubprocess) lock = NULL, command = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *n = NULL;

  g_assert_no_errno (g_mkdir (output, 0755));
  lock = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_SILENCE | G_SUBPROCESS_FLAGS_STDERR_SILENCE, &error,
                           "psql", "-Xqc", "BEGIN; LOCK TABLE weather; SELECT pg_sleep(600)", uri, NULL);
  g_assert_no_error (error);
  do
    {
      g_free (n);
      n = ddi_test_home_psql (home, FALSE, held);
    }
  while (atoi (n) < 1);
  command = g_subprocess_new (G_SUBPROCESS_FLAGS_STDERR_SILENCE, &error, g_getenv ("DDI_TEST_CLI"),
                              "--data-dir", directory, "backup", "--output", output, NULL);
  g_assert_no_error (error);
  do
    {
      g_free (n);
      n = ddi_test_home_psql (home, FALSE, waiting);
    }
  while (atoi (n) < 1);
  g_subprocess_send_signal (command, SIGINT);
  g_assert_true (g_subprocess_wait (command, NULL, &error));
  g_assert_true (g_subprocess_get_if_exited (command));
  g_assert_cmpint (g_subprocess_get_exit_status (command), ==, 1);
  g_assert_true (is_empty (output));
  g_subprocess_force_exit (lock);
  g_subprocess_wait (lock, NULL, NULL);
}

int
main (int argc, char **argv)
{
  int failures;

  g_test_init (&argc, &argv, NULL);
  home = ddi_test_home_new ();
  directory = ddi_cluster_get_home (ddi_home_get_cluster (home));
  folder = ddi_test_directory_new_path ("backups");
  g_assert_no_errno (g_mkdir (folder, 0755));
  g_test_add_func ("/cli/backup/whole", test_whole);
  g_test_add_func ("/cli/backup/table", test_table);
  g_test_add_func ("/cli/backup/encrypted", test_encrypted);
  g_test_add_func ("/cli/backup/auto", test_auto);
  g_test_add_func ("/cli/backup/server", test_server);
  g_test_add_func ("/cli/backup/misuse", test_misuse);
  g_test_add_func ("/cli/backup/interrupted", test_interrupted);
  failures = g_test_run ();
  ddi_home_close (home, NULL);
  g_clear_object (&home);
  g_free (folder);
  return failures;
}
