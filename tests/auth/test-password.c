/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "auth/ddi-auth-error.h"
#include "auth/ddi-password.h"

static gboolean
is_good (const char *text)
{
  g_autoptr (DdiSecret) password = ddi_secret_new (text, strlen (text));
  g_autoptr (GError) error = NULL;
  gboolean good = ddi_password_check (password, "ada.byron@example.org", &error);

  if (!good)
    g_assert_error (error, DDI_AUTH_ERROR, DDI_AUTH_ERROR_WEAK);
  g_assert_cmpint (good, ==, ddi_password_estimate_bits (password, "ada.byron@example.org") > 0);
  return good;
}

static void
test_check (void)
{
  static const char *const bad[] = { "",           "short",        "1234567",   "password",
                                     "Password1!", "p@ssw0rd123",  "12345678",  "87654321",
                                     "qwertyuiop", "aaaaaaaaaaaa", "iloveyou2", "Dunkin2025",
                                     "ada.byron1", "1qaz2wsx3edc", "abcdefgh",  "l3tmein!!",
                                     "кошка" };
  static const char *const good[] = { "correct horse battery staple", "x9!kT-w2", "пятнадцать человек",
                                      "        z       y" };
  g_autoptr (GString) text = g_string_new (NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    if (is_good (bad[i]))
      g_error ("“%s” passes", bad[i]);
  for (gsize i = 0; i < G_N_ELEMENTS (good); i++)
    if (!is_good (good[i]))
      g_error ("“%s” does not pass", good[i]);
  for (int i = 0; i < 1024; i++)
    g_string_append_c (text, (char)('a' + i * 7 % 26));
  g_assert_true (is_good (text->str));
}

static double
bits (const char *text)
{
  g_autoptr (DdiSecret) password = ddi_secret_new (text, strlen (text));

  return ddi_password_estimate_bits (password, NULL);
}

static void
test_hint (void)
{
  g_assert_cmpfloat (bits ("x9!kT-w2"), <, 60);
  g_assert_cmpfloat (bits ("x9!kT-w2"), >, 40);
  g_assert_cmpfloat (bits ("correct horse battery staple"), >, 60);
  g_assert_cmpfloat (bits ("kkkkkkkkkkkkkkkkkkkkkkl"), <, 40);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/auth/password/check", test_check);
  g_test_add_func ("/auth/password/hint", test_hint);
  return g_test_run ();
}
