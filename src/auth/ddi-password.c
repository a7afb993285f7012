/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "auth/ddi-password.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <sodium.h>
#include <string.h>

#include "auth/ddi-auth-error.h"

/* The words that most leaked passwords are made of, without what is put around them. */
static const char *const common[] = {
  "password",   "passwort",   "contrasena", "passcode", "secret",    "letmein",  "welcome",       "hello",
  "iloveyou",   "loveyou",    "lovely",     "sunshine", "princess",  "dragon",   "monkey",        "football",
  "baseball",   "basketball", "soccer",     "hockey",   "superman",  "batman",   "spiderman",     "starwars",
  "pokemon",    "minecraft",  "master",     "shadow",   "michael",   "jennifer", "jessica",       "ashley",
  "jordan",     "charlie",    "daniel",     "thomas",   "matthew",   "anthony",  "joshua",        "andrew",
  "robert",     "william",    "hunter",     "killer",   "trustno",   "freedom",  "whatever",      "computer",
  "internet",   "google",     "facebook",   "samsung",  "liverpool", "chelsea",  "arsenal",       "barcelona",
  "mustang",    "ferrari",    "mercedes",   "yankees",  "cowboys",   "summer",   "winter",        "spring",
  "autumn",     "monday",     "friday",     "january",  "october",   "december", "cheese",        "chocolate",
  "cookie",     "pepper",     "orange",     "banana",   "coffee",    "donut",    "doughnut",      "dunkin",
  "munchkin",   "america",    "jesus",      "heaven",   "angel",     "family",   "mother",        "flower",
  "butterfly",  "purple",     "ginger",     "buster",   "tigger",    "admin",    "administrator", "manager",
  "login",      "access",     "default",    "guest",    "changeme",  "testing",  "temporary",     "qwerty",
  "qwertyuiop", "qwertz",     "azerty",     "asdfgh",   "asdfghjkl", "zxcvbn",   "zxcvbnm",       "qazwsx",
  "qazwsxedc",  "abcdef",     "abcdefgh",   "abc",      "aaaaaaaa",  "xxxxxxxx", "test",          "pass",
};

/* Runs of the keyboard and the digits, both ways. */
static const char *const rows[] = { "01234567890123456789", "09876543210987654321",
                                    "abcdefghijklmnopqrstuvwxyz", "qwertyuiopasdfghjklzxcvbnm",
                                    "1qaz2wsx3edc4rfv5tgb6yhn7ujm" };

/* Small letters, with the signs that stand for letters taken for them. */
static char *
plain (const char *text)
{
  static const char signs[] = "@4310!$57", letters[] = "aaeloisst";
  char *lower = g_utf8_strdown (text, -1);

  for (char *p = lower; *p; p++)
    {
      const char *sign = strchr (signs, *p);

      if (sign && *sign)
        *p = letters[sign - signs];
    }
  return lower;
}

/* A common word with at most four more characters before and behind it, all told. */
static gboolean
is_common_word (const char *text)
{
  gsize length = strlen (text);

  for (gsize i = 0; i < G_N_ELEMENTS (common); i++)
    if (strstr (text, common[i]) && length <= strlen (common[i]) + 4)
      return TRUE;
  return FALSE;
}

static gboolean
is_run (const char *text)
{
  gboolean same = TRUE;

  for (const char *p = text; *p; p++)
    same = same && *p == *text;
  for (gsize i = 0; i < G_N_ELEMENTS (rows) && !same; i++)
    same = strstr (rows[i], text) != NULL;
  return same;
}

static gboolean
is_common (DdiSecret *password, const char *email)
{
  char *lower = g_utf8_strdown (ddi_secret_get_text (password), -1);
  char *letters = plain (ddi_secret_get_text (password));
  g_autofree char *address = email ? g_utf8_strdown (email, -1) : NULL;
  g_auto (GStrv) parts = address ? g_strsplit (address, "@", 2) : NULL;
  gboolean found = is_common_word (lower) || is_common_word (letters) || is_run (lower) ||
                   (parts && parts[0] && strlen (parts[0]) >= 4 && strstr (lower, parts[0]) &&
                    strlen (lower) <= strlen (address) + 4);

  sodium_memzero (lower, strlen (lower));
  sodium_memzero (letters, strlen (letters));
  g_free (lower);
  g_free (letters);
  return found;
}

gboolean
ddi_password_check (DdiSecret *password, const char *email, GError **error)
{
  const char *text = ddi_secret_get_text (password);

  if (!g_utf8_validate (text, (gssize)ddi_secret_get_length (password), NULL))
    g_set_error (error, DDI_AUTH_ERROR, DDI_AUTH_ERROR_WEAK, _ ("The password is not text"));
  else if (g_utf8_strlen (text, -1) < DDI_PASSWORD_LEAST)
    g_set_error (error, DDI_AUTH_ERROR, DDI_AUTH_ERROR_WEAK, _ ("A password has at least %d characters"),
                 DDI_PASSWORD_LEAST);
  else if (ddi_secret_get_length (password) > DDI_PASSWORD_MOST)
    g_set_error (error, DDI_AUTH_ERROR, DDI_AUTH_ERROR_WEAK, _ ("The password is too long"));
  else if (is_common (password, email))
    g_set_error (error, DDI_AUTH_ERROR, DDI_AUTH_ERROR_WEAK,
                 _ ("This is one of the passwords that are tried first; choose another"));
  else
    return TRUE;
  return FALSE;
}

double
ddi_password_estimate_bits (DdiSecret *password, const char *email)
{
  gboolean lower = FALSE, upper = FALSE, digit = FALSE, other = FALSE;
  gunichar last = 0;
  double length = 0;

  if (!ddi_password_check (password, email, NULL))
    return 0;
  for (const char *p = ddi_secret_get_text (password); *p; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      lower |= g_unichar_islower (c);
      upper |= g_unichar_isupper (c);
      digit |= g_unichar_isdigit (c);
      other |= !g_unichar_isalnum (c);
      /* What repeats or counts on adds little. */
      length += c == last || c == last + 1 || c + 1 == last ? 0.3 : 1;
      last = c;
    }
  return length * log2 (26 * lower + 26 * upper + 10 * digit + 33 * other);
}
