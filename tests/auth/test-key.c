/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>
#include <sys/resource.h>

#include "auth/ddi-auth-error.h"
#include "auth/ddi-key.h"

#define SALT "30313233343536373839616263646566"

static DdiSecret *
secret (const char *text)
{
  return ddi_secret_new (text, strlen (text));
}

/* Reference, from Debian's argon2 20171227:
 * printf 'correct horse' | argon2 0123456789abcdef -id -t 2 -k 19456 -p 1 -l 32 -r */
static void
test_argon2id (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DdiSecret) password = secret ("correct horse");
  g_autoptr (DdiSecret) other = secret ("correct horsf");
  g_autoptr (DdiSecret) key = ddi_key_derive ("$argon2id$v=19$m=19456,t=2,p=1$" SALT, password, &error);
  g_autoptr (DdiSecret) again = ddi_key_derive ("$argon2id$v=19$m=19456,t=2,p=1$" SALT, password, &error);
  g_autoptr (DdiSecret) differs = ddi_key_derive ("$argon2id$v=19$m=19456,t=2,p=1$" SALT, other, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (ddi_secret_get_length (key), ==, 64);
  g_assert_cmpstr (ddi_secret_get_text (key), ==, ddi_secret_get_text (again));
  g_assert_cmpstr (ddi_secret_get_text (key), !=, ddi_secret_get_text (differs));
  g_assert_cmpstr (ddi_secret_get_text (key), ==,
                   "ae4d8c8b713876044c8347c76986a9b5655944aaacfffe9bea4dff9e7b6a1899");
}

/* Of the crypt(3) that came with OpenBSD: "U*U" with the salt of its own test vectors. */
static void
test_bcrypt (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DdiSecret) password = secret ("U*U");
  g_autoptr (DdiSecret) proof = ddi_key_derive ("$2a$05$CCCCCCCCCCCCCCCCCCCCC.", password, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (ddi_secret_get_text (proof), ==,
                   "$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW");
  g_assert_true (ddi_key_is_legacy ("$2b$12$"));
  g_assert_false (ddi_key_is_legacy ("$argon2id$"));
}

/* A server that wants an easier proof wants the password. */
static void
test_refused (void)
{
  static const char *const settings[] = {
    "",
    "plain",
    "$argon2id$v=19$m=8,t=1,p=1$" SALT,
    "$argon2id$v=19$m=19455,t=2,p=1$" SALT,
    "$argon2id$v=19$m=19456,t=1,p=1$" SALT,
    "$argon2id$v=19$m=1048577,t=2,p=1$" SALT,
    "$argon2id$v=19$m=19456,t=21,p=1$" SALT,
    "$argon2id$v=19$m=19456,t=2,p=1$0001",
    "$argon2i$v=19$m=19456,t=2,p=1$" SALT,
    "$2b$03$CCCCCCCCCCCCCCCCCCCCC.",
    "$2b$31$CCCCCCCCCCCCCCCCCCCCC.",
    "$2b$05$CCCC",
    "$1$CCCCCCCC",
  };
  g_autoptr (DdiSecret) password = secret ("correct horse");

  for (gsize i = 0; i < G_N_ELEMENTS (settings); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (ddi_key_derive (settings[i], password, &error));
      g_assert_error (error, DDI_AUTH_ERROR, DDI_AUTH_ERROR_CHALLENGE);
    }
}

static void
test_settings (void)
{
  g_autofree char *low = ddi_key_new_setting (8, 1);
  g_autofree char *first = ddi_key_calibrate_setting (0.01);
  g_autofree char *second = ddi_key_calibrate_setting (0.01);
  g_autofree char *most = ddi_key_calibrate_setting (3600);

  g_assert_true (g_str_has_prefix (low, "$argon2id$v=19$m=19456,t=2,p=1$"));
  g_assert_true (g_str_has_prefix (most, "$argon2id$v=19$m=262144,t=2,p=1$"));
  g_assert_cmpuint (strlen (first), >=, strlen (low));
  g_assert_cmpstr (first, !=, second);
}

static void
test_no_core (void)
{
  struct rlimit limit;

  ddi_secret_forbid_core_dumps ();
  g_assert_no_errno (getrlimit (RLIMIT_CORE, &limit));
  g_assert_cmpuint (limit.rlim_cur, ==, 0);
  g_assert_cmpuint (limit.rlim_max, ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/auth/key/argon2id", test_argon2id);
  g_test_add_func ("/auth/key/bcrypt", test_bcrypt);
  g_test_add_func ("/auth/key/refused", test_refused);
  g_test_add_func ("/auth/key/settings", test_settings);
  g_test_add_func ("/auth/key/no-core", test_no_core);
  return g_test_run ();
}
