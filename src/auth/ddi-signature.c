/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "auth/ddi-signature.h"

#include <sodium.h>
#include <string.h>

void
ddi_signature_make_keys (char **public_key, DdiSecret **secret_key)
{
  guint8 public_bytes[crypto_sign_PUBLICKEYBYTES], secret_bytes[crypto_sign_SECRETKEYBYTES];
  char text[2 * crypto_sign_SECRETKEYBYTES + 1];

  crypto_sign_keypair (public_bytes, secret_bytes);
  sodium_bin2hex (text, sizeof text, secret_bytes, sizeof secret_bytes);
  *secret_key = ddi_secret_new (text, strlen (text));
  sodium_bin2hex (text, sizeof text, public_bytes, sizeof public_bytes);
  *public_key = g_strdup (text);
  sodium_memzero (secret_bytes, sizeof secret_bytes);
  sodium_memzero (text, sizeof text);
}

/* Exactly @n bytes. */
static gboolean
read_hex (const char *text, guint8 *bytes, size_t n)
{
  size_t length = 0;

  return text && sodium_hex2bin (bytes, n, text, strlen (text), NULL, &length, NULL) == 0 && length == n &&
         strlen (text) == 2 * n;
}

char *
ddi_signature_sign (DdiSecret *secret_key, const char *text)
{
  guint8 key[crypto_sign_SECRETKEYBYTES], signature[crypto_sign_BYTES];
  char hex[2 * crypto_sign_BYTES + 1];
  gboolean good = read_hex (ddi_secret_get_text (secret_key), key, sizeof key);

  if (good)
    crypto_sign_detached (signature, NULL, (const guint8 *)text, strlen (text), key);
  sodium_memzero (key, sizeof key);
  return good ? g_strdup (sodium_bin2hex (hex, sizeof hex, signature, sizeof signature)) : NULL;
}

gboolean
ddi_signature_verify (const char *public_key, const char *text, const char *signature)
{
  guint8 key[crypto_sign_PUBLICKEYBYTES], bytes[crypto_sign_BYTES];

  return read_hex (public_key, key, sizeof key) && read_hex (signature, bytes, sizeof bytes) &&
         crypto_sign_verify_detached (bytes, (const guint8 *)text, strlen (text), key) == 0;
}
