/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gstdio.h>
#include <string.h>

#include "cli-run.h"
#include "support/ddi-test-home.h"

static char *owner;
static DdiHome *server;

static void
sql (const char *text)
{
  g_free (ddi_test_home_psql (server, FALSE, text));
}

static void
test_list (void)
{
  g_autoptr (CliRun) all = cli_expect (0, owner, "audit --connection % --json");
  g_autoptr (CliRun) none = cli_expect (0, owner, "audit list --to 2001-01-01 --connection % --json");
  g_autoptr (CliRun) one = cli_expect (0, owner, "audit list --action export --connection %");

  g_assert_nonnull (strstr (all->out, "SIGN_IN"));
  g_assert_null (strstr (none->out, "SIGN_IN"));
  g_assert_nonnull (strstr (one->out, "EXPORT"));
  g_assert_null (strstr (one->out, "SIGN_IN"));
}

static void
test_export (void)
{
  g_autofree char *path = g_build_filename (g_get_tmp_dir (), "ddi-audit.csv", NULL);
  g_autofree char *arguments = g_strdup_printf ("audit export --output %s --connection %%", path);
  g_autofree char *text = NULL;
  g_autoptr (CliRun) run = cli_expect (0, owner, arguments);

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_assert_true (g_str_has_prefix (text, "id,created_at,email,action,address,client,details\n"));
  g_assert_nonnull (strstr (text, ",'=1+1,"));
  g_remove (path);
}

/* A head that was written down is found again, whatever came since; one that the chain never had is not. */
static void
test_head (void)
{
  g_autofree char *hash =
      ddi_test_home_psql (server, FALSE, "SELECT encode(hash, 'hex') FROM auth.audit_state");
  g_autofree char *found = g_strdup_printf ("audit verify --head %s --connection %%", g_strstrip (hash));
  g_autofree char *lost = NULL;
  g_autoptr (CliRun) before = cli_expect (0, owner, found);
  g_autoptr (CliRun) after = NULL, made_anew = NULL;

  sql ("SELECT auth.log(NULL, 'SIGN_OUT', '{}')");
  after = cli_expect (0, owner, found);
  g_assert_nonnull (strstr (after->out, "Head"));
  hash[0] = hash[0] == 'a' ? 'b' : 'a';
  lost = g_strdup_printf ("audit verify --head %s --connection %%", hash);
  made_anew = cli_expect (1, owner, lost);
  g_assert_nonnull (strstr (made_anew->err, hash));
}

/* What the program does is in the log, and the log in its chain, when it ends. */
static void
test_sealed_after_work (void)
{
  g_autofree char *path = g_build_filename (g_get_tmp_dir (), "ddi-audit-sales.csv", NULL);
  g_autofree char *arguments = g_strdup_printf ("export sales --output %s --connection %%", path);
  g_autoptr (CliRun) run = cli_expect (0, owner, arguments);
  g_autofree char *entry = ddi_test_home_psql (
      server, FALSE,
      "SELECT concat_ws(' ', a.details ->> 'what', a.details ->> 'file', a.details ->> 'rows', c.n > 0) FROM "
      "audit_logs a JOIN auth.audit_chain c USING (id) WHERE a.details ->> 'what' = 'sales'");

  g_assert_cmpstr (g_strstrip (entry), ==, "sales ddi-audit-sales.csv 0 t");
  g_remove (path);
}

/* Old entries are in the file before they are gone; where it cannot be written they stay. */
static void
test_retain (void)
{
  g_autofree char *file = g_build_filename (g_get_tmp_dir (), "ddi-retained.csv", NULL);
  g_autofree char *line =
      g_strdup_printf ("audit retain --before 2001-01-01 --output %s --connection %%", file);
  g_autofree char *text = NULL, *still = NULL;
  g_autoptr (CliRun) refused = NULL, good = NULL;
  static const char old[] = "SELECT count(*) FROM audit_logs WHERE action = 'OLDEST'";

  sql ("INSERT INTO audit_logs (id, action, created_at) SELECT nextval('audit_logs_id_seq'), 'OLDEST', "
       "'2000-05-05' "
       "WHERE pg_current_xact_id() IS NOT NULL");
  refused =
      cli_expect (1, owner, "audit retain --before 2001-01-01 --output /nonexistent/a.csv --connection %");
  still = ddi_test_home_psql (server, FALSE, old);
  g_assert_cmpstr (still, ==, "1");
  good = cli_expect (0, owner, line);
  g_assert_true (g_file_get_contents (file, &text, NULL, NULL));
  g_assert_nonnull (strstr (text, "OLDEST"));
  g_assert_cmpint (g_unlink (file), ==, 0);
}

static void
test_verify (void)
{
  g_autoptr (CliRun) good = cli_expect (0, owner, "audit verify --connection %");
  g_autoptr (CliRun) head = cli_expect (0, owner, "audit head --connection % --json");
  g_autoptr (CliRun) bad = NULL, kept = NULL;
  g_autofree char *file = g_build_filename (g_get_tmp_dir (), "ddi-kept.csv", NULL);
  g_autofree char *line =
      g_strdup_printf ("audit retain --before 2001-01-01 --output %s --connection %%", file);

  g_assert_nonnull (strstr (head->out, "\"waiting\" : 0"));
  sql ("ALTER TABLE audit_logs DISABLE TRIGGER USER; UPDATE audit_logs SET action = 'X' WHERE action = "
       "'EXPORT';"
       "ALTER TABLE audit_logs ENABLE TRIGGER USER");
  bad = cli_expect (1, owner, "audit verify --connection %");
  g_assert_nonnull (strstr (bad->err, "altered"));
  kept = cli_expect (1, owner, line);
  g_assert_nonnull (strstr (kept->err, "audit"));
  g_remove (file);
}

static void
test_misuse (void)
{
  g_autoptr (CliRun) verb = cli_expect (2, owner, "audit burn");
  g_autoptr (CliRun) day = cli_expect (2, owner, "audit list --from yesterday");
  g_autoptr (CliRun) before = cli_expect (2, owner, "audit retain");
  g_autoptr (CliRun) file = cli_expect (2, owner, "audit retain --before 2001-01-01");
  g_autoptr (CliRun) head = cli_expect (2, owner, "audit verify --head 12");
}

int
main (int argc, char **argv)
{
  int failures;

  g_test_init (&argc, &argv, NULL);
  server = ddi_test_home_new ();
  owner = ddi_cluster_dup_uri (ddi_home_get_cluster (server), DDI_CLUSTER_OWNER, "dunkin_demand");
  sql ("SELECT auth.log(NULL, 'SIGN_IN', '{}'); SELECT auth.log(NULL, 'EXPORT', '{}');"
       "INSERT INTO audit_logs (action, user_agent) VALUES ('SIGN_OUT', '=1+1')");
  g_test_add_func ("/cli/audit/list", test_list);
  g_test_add_func ("/cli/audit/export", test_export);
  g_test_add_func ("/cli/audit/head", test_head);
  g_test_add_func ("/cli/audit/sealed-after-work", test_sealed_after_work);
  g_test_add_func ("/cli/audit/retain", test_retain);
  g_test_add_func ("/cli/audit/verify", test_verify);
  g_test_add_func ("/cli/audit/misuse", test_misuse);
  failures = g_test_run ();
  ddi_home_close (server, NULL);
  g_clear_object (&server);
  g_free (owner);
  return failures;
}
