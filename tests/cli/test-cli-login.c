/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "cli-run.h"
#include "support/ddi-test-directory.h"
#include "support/ddi-test-home.h"

static DdiHome *server;
static char *owner, *app;

static char *
text_of (CliRun *run, const char *member)
{
  g_autoptr (JsonParser) parser = json_parser_new ();

  if (run->status != 0)
    g_error ("%s", run->err);
  return g_strdup (json_object_get_string_member (cli_run_parse (run, parser), member));
}

static char *
invite (const char *email, const char *options)
{
  g_autofree char *arguments = g_strdup_printf ("users invite %s %s --connection %% --json", email, options);
  g_autoptr (CliRun) run = cli_run (owner, arguments);

  return text_of (run, "code");
}

static CliRun *
login (const char *arguments, const char *input)
{
  g_autofree char *all = g_strdup_printf ("login %s --connection %% --json", arguments);

  return cli_run_with_input (app, all, input);
}

static void
assert_sql (const char *sql, const char *expected)
{
  g_autofree char *text = ddi_test_home_psql (server, FALSE, sql);

  g_assert_cmpstr (text, ==, expected);
}

/* The owner invites an administrator, who chooses a password, signs in, and is who they are. */
static void
test_invitation (void)
{
  g_autofree char *code = invite ("ada@example.org", "--name Ada --role administrator");
  g_autofree char *redeem = g_strdup_printf ("ada@example.org --code %s", code);
  g_autoptr (CliRun) weak = login (redeem, "password1\npassword1\n");
  g_autoptr (CliRun) differs = login (redeem, "correct horse battery\ncorrect horse\n");
  g_autoptr (CliRun) good = login (redeem, "correct horse battery\ncorrect horse battery\n");
  g_autoptr (CliRun) again = login (redeem, "correct horse battery\ncorrect horse battery\n");
  g_autoptr (CliRun) wrong = login ("ada@example.org", "correct horse batterz\n");
  g_autoptr (CliRun) stranger = login ("eve@example.org", "correct horse batterz\n");
  g_autoptr (CliRun) right = login ("Ada@Example.org", "correct horse battery\n");
  g_autoptr (CliRun) nobody = NULL, who = NULL, users = NULL, out = NULL, after = NULL;
  g_autofree char *token = text_of (right, "session");
  g_autofree char *email = NULL;

  g_assert_cmpint (weak->status, ==, 1);
  g_assert_nonnull (strstr (weak->err, "tried first"));
  g_assert_cmpint (differs->status, ==, 1);
  g_assert_cmpint (good->status, ==, 0);
  g_assert_cmpint (again->status, ==, 1);
  g_assert_cmpint (wrong->status, ==, 1);
  g_assert_cmpstr (wrong->err, ==, stranger->err);
  assert_sql ("SELECT password_hash ~ '^\\$argon2id\\$v=19\\$m=[0-9]+,t=2,p=1\\$[0-9a-f]{32}\\$[0-9a-f]{64}$'"
              " FROM users WHERE email = 'ada@example.org'",
              "t");

  nobody = cli_expect (1, app, "whoami --connection %");
  g_setenv ("DDI_SESSION", token, TRUE);
  who = cli_expect (0, app, "whoami --connection % --json");
  email = text_of (who, "email");
  g_assert_cmpstr (email, ==, "ada@example.org");
  users = cli_expect (0, app, "users --connection %");
  g_assert_nonnull (strstr (users->out, "administrator"));
  out = cli_expect (0, app, "logout --connection %");
  after = cli_expect (1, app, "whoami --connection %");
  g_unsetenv ("DDI_SESSION");
}

/* A bcrypt string from before is replaced as its owner signs in. */
static void
test_legacy (void)
{
  g_autoptr (CliRun) wrong = NULL, good = NULL, again = NULL;

  /* "U*U", of the test vectors of crypt_blowfish. */
  g_free (
      ddi_test_home_psql (server, FALSE,
                          "INSERT INTO users (name, email, password_hash) VALUES ('Old', 'old@example.org',"
                          " '$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW')"));
  wrong = login ("old@example.org", "U*V\n");
  g_assert_cmpint (wrong->status, ==, 1);
  assert_sql ("SELECT left(password_hash, 4) FROM users WHERE email = 'old@example.org'", "$2a$");
  good = login ("old@example.org", "U*U\n");
  g_assert_cmpint (good->status, ==, 0);
  assert_sql ("SELECT left(password_hash, 9) FROM users WHERE email = 'old@example.org'", "$argon2id");
  again = login ("old@example.org", "U*U\n");
  g_assert_cmpint (again->status, ==, 0);
}

/* A reset ends the sessions; leaving hands the shops over and keeps every row; the last administrator
 * stays. */
static void
test_reset_and_leave (void)
{
  g_autofree char *code = NULL, *token = NULL, *reset = NULL, *arguments = NULL;
  g_autoptr (CliRun) joined = NULL, who = NULL, issued = NULL, ended = NULL, chosen = NULL, left = NULL,
                     apart = NULL, last = NULL;

  g_free (
      ddi_test_home_psql (server, FALSE,
                          "INSERT INTO districts (id, name) VALUES (1, 'North');"
                          "INSERT INTO stores (id, district_id, name) VALUES (1, 1, 'Elm'), (2, 1, 'Oak');"));
  code = invite ("mia@example.org", "--role store_manager --store Elm");
  arguments = g_strdup_printf ("mia@example.org --code %s", code);
  joined = login (arguments, "nine lives of a cat\nnine lives of a cat\n");
  token = text_of (joined, "session");
  g_free (ddi_test_home_psql (
      server, FALSE,
      "INSERT INTO daily_sales (user_id, store_id, date, product_name, quantity_sold)"
      " SELECT id, 1, '2025-01-01', 'Glazed', 3 FROM users WHERE email = 'mia@example.org'"));
  g_setenv ("DDI_SESSION", token, TRUE);
  who = cli_expect (0, app, "whoami --connection %");
  issued = cli_expect (0, owner, "users reset mia@example.org --connection % --json");
  reset = text_of (issued, "code");
  g_clear_pointer (&arguments, g_free);
  arguments = g_strdup_printf ("mia@example.org --code %s", reset);
  chosen = login (arguments, "ten lives of a cat\nten lives of a cat\n");
  g_assert_cmpint (chosen->status, ==, 0);
  ended = cli_expect (1, app, "whoami --connection %");
  g_unsetenv ("DDI_SESSION");

  g_free (invite ("dan@example.org", "--role viewer --store Oak"));
  left = cli_expect (0, owner, "users deactivate mia@example.org --to dan@example.org --connection %");
  assert_sql ("SELECT string_agg(m.store_id || m.role, ' ' ORDER BY m.store_id) FROM store_members m"
              " JOIN users u ON u.id = m.user_id WHERE u.email = 'dan@example.org'",
              "1store_manager 2viewer");
  assert_sql ("SELECT count(*) FROM daily_sales s JOIN users u ON u.id = s.user_id"
              " WHERE u.email = 'mia@example.org' AND NOT u.active",
              "1");
  apart =
      cli_expect (0, owner,
                  "users role dan@example.org --store Elm=viewer --store Oak=store_manager --connection %");
  assert_sql ("SELECT string_agg(m.store_id || m.role, ' ' ORDER BY m.store_id) FROM store_members m"
              " JOIN users u ON u.id = m.user_id WHERE u.email = 'dan@example.org'",
              "1viewer 2store_manager");
  g_free (invite ("eve@example.org", "--role viewer --store Elm --store Oak=district_manager"));
  assert_sql ("SELECT string_agg(m.store_id || m.role, ' ' ORDER BY m.store_id) FROM store_members m"
              " JOIN users u ON u.id = m.user_id WHERE u.email = 'eve@example.org'",
              "1viewer 2district_manager");
  g_free (ddi_test_home_psql (server, FALSE, "DELETE FROM auth_sessions WHERE kind = 'local'"));
  last = cli_expect (1, owner, "users role ada@example.org --role viewer --connection %");
  g_assert_nonnull (strstr (last->err, "last administrator"));
  assert_sql ("SELECT role FROM users WHERE email = 'ada@example.org'", "administrator");
}

/* The desktop keeps the session, which the next command finds and "logout" ends and forgets. */
static void
test_remembered (void)
{
  g_autofree char *keyring = ddi_test_directory_new_path ("keyring");
  g_autofree char *code = invite ("rem@example.org", "--role viewer --store Elm");
  g_autofree char *arguments = g_strdup_printf ("login rem@example.org --code %s --connection %%", code);
  g_autoptr (CliRun) joined = NULL, who = NULL, out = NULL, after = NULL;

  g_setenv ("SECRET_BACKEND", "file", TRUE);
  g_setenv ("SECRET_FILE_TEST_PATH", keyring, TRUE);
  g_setenv ("SECRET_FILE_TEST_PASSWORD", "sesame", TRUE);
  joined = cli_run_with_input (app, arguments, "seven lives of a cat\nseven lives of a cat\n");
  g_assert_cmpint (joined->status, ==, 0);
  who = cli_expect (0, app, "whoami --connection %");
  g_assert_nonnull (strstr (who->out, "rem@example.org"));
  out = cli_expect (0, app, "logout --connection %");
  after = cli_expect (1, app, "whoami --connection %");
  assert_sql ("SELECT count(*) FROM auth_sessions s JOIN users u ON u.id = s.user_id"
              " WHERE u.email = 'rem@example.org' AND s.revoked_at IS NULL",
              "0");
  g_unsetenv ("SECRET_BACKEND");
}

int
main (int argc, char **argv)
{
  int failures;

  g_test_init (&argc, &argv, NULL);
  /* No desktop: nothing is remembered. */
  g_setenv ("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent", TRUE);
  server = ddi_test_home_new ();
  owner = ddi_cluster_dup_uri (ddi_home_get_cluster (server), DDI_CLUSTER_OWNER, "dunkin_demand");
  app = ddi_cluster_dup_uri (ddi_home_get_cluster (server), DDI_CLUSTER_APP, "dunkin_demand");
  g_test_add_func ("/cli/login/invitation", test_invitation);
  g_test_add_func ("/cli/login/legacy", test_legacy);
  g_test_add_func ("/cli/login/reset-and-leave", test_reset_and_leave);
  g_test_add_func ("/cli/login/remembered", test_remembered);
  failures = g_test_run ();
  ddi_home_close (server, NULL);
  g_clear_object (&server);
  g_free (owner);
  g_free (app);
  return failures;
}
