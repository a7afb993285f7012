/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Somebody forgets their password and comes in again by the code that an administrator's program has mailed. */
#include <string.h>

#include "cli-run.h"
#include "support/ddi-test-home.h"
#include "support/ddi-test-mail.h"

static DdiHome *server;
static char *owner, *app;

static void
assert_sql (const char *sql, const char *expected)
{
  g_autofree char *text = ddi_test_home_psql (server, FALSE, sql);

  g_assert_cmpstr (text, ==, expected);
}

static CliRun *
mail (const char *arguments)
{
  g_autofree char *all = g_strdup_printf ("mail %s --connection %% --json", arguments);

  return cli_run (owner, all);
}

static void
make_ana (void)
{
  g_autoptr (CliRun) invited =
      cli_run (owner, "users invite ana@example.org --role administrator --connection % --json");
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autofree char *redeem =
      g_strdup_printf ("login ana@example.org --code %s --connection %% --json",
                       json_object_get_string_member (cli_run_parse (invited, parser), "code"));
  g_autoptr (CliRun) in = cli_run_with_input (app, redeem, "nine lives of a cat\nnine lives of a cat\n");

  g_assert_cmpint (in->status, ==, 0);
}

static void
test_settings (void)
{
  g_autoptr (CliRun) none = mail ("show"),
                     plain = mail ("set --url http://example.org --from shops@example.org");
  g_autoptr (CliRun) anonymous = mail ("set --url smtps://example.org --from shops");
  g_autoptr (CliRun) half = mail ("set --url smtps://example.org"), twice = mail ("show set");
  g_autoptr (JsonParser) parser = json_parser_new ();

  g_assert_cmpint (none->status, ==, 0);
  g_assert_true (json_object_get_null_member (cli_run_parse (none, parser), "url"));
  g_assert_cmpint (plain->status, ==, 1);
  g_assert_cmpint (anonymous->status, ==, 1);
  g_assert_cmpint (half->status, ==, 2);
  g_assert_cmpint (twice->status, ==, 2);
  assert_sql ("SELECT count(*) FROM settings WHERE key = 'mail'", "0");
}

/* Without a server nobody's request is used up. */
static void
test_no_server (void)
{
  g_autofree char *asked = ddi_test_home_psql (server, FALSE, "SELECT auth.request_reset('ana@example.org')");
  g_autoptr (CliRun) run = mail ("resets");

  g_assert_cmpint (run->status, ==, 1);
  g_assert_nonnull (strstr (run->err, "no mail server is set"));
  assert_sql ("SELECT count(*) FROM auth.reset_requests", "1");
  assert_sql ("SELECT count(*) FROM password_reset_tokens", "0");
}

/* The code as it stands in the mail, on a line of its own. */
static char *
find_code (const char *text)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);

  for (guint i = 0; lines[i]; i++)
    if (g_str_has_prefix (lines[i], "    ") && !strstr (lines[i], "dunkin"))
      return g_strdup (g_strstrip (lines[i]));
  g_error ("no code in %s", text);
}

static void
test_comes_in (void)
{
  DdiTestMail *post = ddi_test_mail_new (NULL, NULL);
  g_autofree char *set =
      g_strdup_printf ("set --url %s --from shops@example.org", ddi_test_mail_get_url (post));
  g_autofree char *resets = g_strdup_printf ("resets --ca-file %s", ddi_test_mail_get_certificate (post));
  g_autoptr (CliRun) good = mail (set), untrusted = mail ("resets"), sent = NULL, again = NULL, in = NULL,
                     twice = NULL;
  g_autofree char *text = NULL, *code = NULL, *redeem = NULL;
  g_autoptr (JsonParser) parser = json_parser_new ();

  g_assert_cmpint (good->status, ==, 0);
  /* A server that cannot prove itself gets no code, and the request stands. */
  g_assert_cmpint (untrusted->status, ==, 1);
  assert_sql ("SELECT count(*) FROM auth.reset_requests", "1");
  sent = mail (resets);
  g_assert_cmpint (sent->status, ==, 0);
  g_assert_cmpint (json_object_get_int_member (cli_run_parse (sent, parser), "sent"), ==, 1);
  text = ddi_test_mail_read (post, 1);
  g_assert_true (g_str_has_prefix (text, "shops@example.org ana@example.org\n"));
  again = mail (resets);
  g_assert_cmpint (json_object_get_int_member (cli_run_parse (again, parser), "sent"), ==, 0);
  g_assert_null (ddi_test_mail_read (post, 2));

  code = find_code (text);
  redeem = g_strdup_printf ("login ana@example.org --code %s --connection %% --json", code);
  in = cli_run_with_input (app, redeem, "seven lives of a dog\nseven lives of a dog\n");
  twice = cli_run_with_input (app, redeem, "eight lives of an ox\neight lives of an ox\n");
  g_assert_cmpint (in->status, ==, 0);
  g_assert_cmpint (twice->status, ==, 1);
  ddi_test_mail_free (post);
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  /* No desktop: nothing is remembered. */
  g_setenv ("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent", TRUE);
  server = ddi_test_home_new ();
  owner = ddi_cluster_dup_uri (ddi_home_get_cluster (server), DDI_CLUSTER_OWNER, "dunkin_demand");
  app = ddi_cluster_dup_uri (ddi_home_get_cluster (server), DDI_CLUSTER_APP, "dunkin_demand");
  make_ana ();
  g_test_add_func ("/cli/mail/settings", test_settings);
  g_test_add_func ("/cli/mail/no-server", test_no_server);
  g_test_add_func ("/cli/mail/comes-in", test_comes_in);
  status = g_test_run ();
  g_free (owner);
  g_free (app);
  ddi_home_close (server, NULL);
  g_object_unref (server);
  return status;
}
