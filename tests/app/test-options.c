/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the program says of its command line, before it needs a display. */
#include <gio/gio.h>
#include <string.h>
#include <sys/wait.h>

/* What it writes to standard error; it must end with 2. (transfer full) */
static char *
misuse (const char *connection)
{
  const char *argv[] = { g_getenv ("DDI_TEST_PROGRAM"), "--connection", connection, "--demo", NULL };
  g_autofree char *out = NULL;
  char *err = NULL;
  g_autoptr (GError) error = NULL;
  int status;

  g_spawn_sync (NULL, (char **)argv, NULL, G_SPAWN_DEFAULT, NULL, NULL, &out, &err, &status, &error);
  g_assert_no_error (error);
  g_assert_true (WIFEXITED (status) && WEXITSTATUS (status) == 2);
  return err;
}

static void
test_password (void)
{
  g_autofree char *with = misuse ("host=db.example.org password=open-sesame");
  g_autofree char *without = misuse ("host=db.example.org user=ana");

  g_assert_nonnull (strstr (with, "every user of this machine can read the password"));
  g_assert_null (strstr (with, "open-sesame"));
  g_assert_null (strstr (without, "password"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/options/password", test_password);
  return g_test_run ();
}
