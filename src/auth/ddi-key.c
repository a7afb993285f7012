/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "auth/ddi-key.h"

#include <crypt.h>
#include <glib/gi18n-lib.h>
#include <sodium.h>
#include <string.h>

#include "auth/ddi-auth-error.h"

#define SALT crypto_pwhash_argon2id_SALTBYTES
#define KEY 32
#define MOST_KIB 1048576
#define MOST_PASSES 20
/* What a new setting may ask of the slowest machine of its user. */
#define CALIBRATED_KIB 262144

G_STATIC_ASSERT (SALT == 16);

char *
ddi_key_new_setting (guint kib, guint passes)
{
  unsigned char salt[SALT];
  char hex[2 * SALT + 1];

  if (sodium_init () < 0)
    g_error ("libsodium does not start");
  randombytes_buf (salt, sizeof salt);
  return g_strdup_printf ("$argon2id$v=19$m=%u,t=%u,p=1$%s", MAX (kib, DDI_KEY_LEAST_KIB),
                          MAX (passes, DDI_KEY_LEAST_PASSES),
                          sodium_bin2hex (hex, sizeof hex, salt, sizeof salt));
}

char *
ddi_key_calibrate_setting (double seconds)
{
  g_autoptr (DdiSecret) password = ddi_secret_new ("calibration", strlen ("calibration"));
  g_autofree char *probe = ddi_key_new_setting (DDI_KEY_LEAST_KIB, DDI_KEY_LEAST_PASSES);
  gint64 start = g_get_monotonic_time ();
  g_autoptr (DdiSecret) key = ddi_key_derive (probe, password, NULL);
  double taken = (double)(g_get_monotonic_time () - start) / G_USEC_PER_SEC;
  double kib = DDI_KEY_LEAST_KIB * seconds / MAX (taken, 0.001);

  /* Time grows with memory; whole mebibytes. */
  return ddi_key_new_setting (key ? (guint)(MIN (kib, CALIBRATED_KIB) / 1024) * 1024 : 0,
                              DDI_KEY_LEAST_PASSES);
}

gboolean
ddi_key_is_legacy (const char *setting)
{
  return g_str_has_prefix (setting, "$2");
}

static DdiSecret *
fail_challenge (GError **error)
{
  g_set_error (error, DDI_AUTH_ERROR, DDI_AUTH_ERROR_CHALLENGE,
               _ ("The server asks for a proof that would not protect your password. Nothing was sent"));
  return NULL;
}

static DdiSecret *
derive_legacy (const char *setting, DdiSecret *password, GError **error)
{
  struct crypt_data *data;
  DdiSecret *proof = NULL;
  const char *text;

  if (!g_regex_match_simple ("^\\$2[aby]\\$(0[4-9]|1[0-6])\\$[./A-Za-z0-9]{22}$", setting, 0, 0))
    return fail_challenge (error);
  data = sodium_malloc (sizeof *data);
  if (data == NULL)
    g_error ("no memory for a proof");
  memset (data, 0, sizeof *data);
  text = crypt_rn (ddi_secret_get_text (password), setting, data, sizeof *data);
  if (text && strlen (text) == 60)
    proof = ddi_secret_new (text, strlen (text));
  sodium_free (data);
  return proof ? proof : fail_challenge (error);
}

/* FALSE where it is none, too weak or too much. */
static gboolean
parse_setting (const char *setting, guint64 *kib, guint64 *passes, unsigned char *salt)
{
  g_autoptr (GRegex) regex =
      g_regex_new ("^\\$argon2id\\$v=19\\$m=(\\d{5,7}),t=(\\d{1,2}),p=1\\$([0-9a-f]{32})$", 0, 0, NULL);
  g_autoptr (GMatchInfo) match = NULL;
  g_autofree char *m = NULL, *t = NULL, *hex = NULL;

  if (!g_regex_match (regex, setting, 0, &match))
    return FALSE;
  m = g_match_info_fetch (match, 1);
  t = g_match_info_fetch (match, 2);
  hex = g_match_info_fetch (match, 3);
  *kib = g_ascii_strtoull (m, NULL, 10);
  *passes = g_ascii_strtoull (t, NULL, 10);
  return *kib >= DDI_KEY_LEAST_KIB && *kib <= MOST_KIB && *passes >= DDI_KEY_LEAST_PASSES &&
         *passes <= MOST_PASSES && sodium_hex2bin (salt, SALT, hex, strlen (hex), NULL, NULL, NULL) == 0;
}

DdiSecret *
ddi_key_derive (const char *setting, DdiSecret *password, GError **error)
{
  unsigned char salt[SALT];
  unsigned char key[KEY];
  char hex[2 * KEY + 1];
  guint64 kib, passes;
  DdiSecret *proof;

  if (sodium_init () < 0)
    g_error ("libsodium does not start");
  if (ddi_key_is_legacy (setting))
    return derive_legacy (setting, password, error);
  if (!parse_setting (setting, &kib, &passes, salt))
    return fail_challenge (error);
  if (crypto_pwhash (key, sizeof key, ddi_secret_get_text (password), ddi_secret_get_length (password), salt,
                     passes, (size_t)kib * 1024, crypto_pwhash_ALG_ARGON2ID13) != 0)
    {
      g_set_error (error, DDI_AUTH_ERROR, DDI_AUTH_ERROR_MEMORY,
                   _ ("There is not enough memory to prove your password: it takes %u MiB"),
                   (guint)(kib / 1024));
      return NULL;
    }
  sodium_bin2hex (hex, sizeof hex, key, sizeof key);
  proof = ddi_secret_new (hex, strlen (hex));
  sodium_memzero (key, sizeof key);
  sodium_memzero (hex, sizeof hex);
  return proof;
}
