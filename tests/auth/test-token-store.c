/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "auth/ddi-token-store.h"
#include "support/ddi-test-directory.h"

static void
expect (const char *server, const char *token)
{
  g_autoptr (DdiSecret) kept = ddi_token_store_lookup (server);

  g_assert_cmpstr (kept ? ddi_secret_get_text (kept) : NULL, ==, token);
}

/* The session of each server, until it is forgotten or another takes its place; what keeps it is encrypted. */
static void
test_kept (void)
{
  g_autofree char *text = NULL;
  gsize length = 0;
  g_autoptr (GError) error = NULL;

  expect ("ada@one", NULL);
  ddi_token_store_save ("ada@one", "first", &error);
  g_assert_no_error (error);
  ddi_token_store_save ("ada@two", "other", &error);
  g_assert_no_error (error);
  ddi_token_store_save ("ada@one", "a5b6c7d8", &error);
  g_assert_no_error (error);
  expect ("ada@one", "a5b6c7d8");
  expect ("ada@two", "other");
  g_file_get_contents (g_getenv ("SECRET_FILE_TEST_PATH"), &text, &length, &error);
  g_assert_no_error (error);
  g_assert_null (memmem (text, length, "a5b6c7d8", 8));
  ddi_token_store_forget ("ada@one");
  expect ("ada@one", NULL);
  expect ("ada@two", "other");
}

/* A desktop without one: said to who wants to be remembered, and nothing else. */
static void
test_none (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (ddi_token_store_save ("ada@one", "first", &error));
  g_assert_nonnull (error);
  expect ("ada@one", NULL);
  ddi_token_store_forget ("ada@one");
}

int
main (int argc, char **argv)
{
  g_autofree char *path = NULL;
  gboolean none;

  g_test_init (&argc, &argv, NULL);
  /* libsecret asks once in a process what keeps secrets: a file here, as in a sandbox, or nothing. */
  none = argc > 1 && g_str_equal (argv[1], "none");
  g_setenv ("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent", TRUE);
  if (!none)
    {
      path = ddi_test_directory_new_path ("keyring");
      g_setenv ("SECRET_BACKEND", "file", TRUE);
      g_setenv ("SECRET_FILE_TEST_PATH", path, TRUE);
      g_setenv ("SECRET_FILE_TEST_PASSWORD", "sesame", TRUE);
    }
  g_test_add_func (none ? "/auth/token-store/none" : "/auth/token-store/kept", none ? test_none : test_kept);
  return g_test_run ();
}
