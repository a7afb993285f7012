/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "auth/ddi-token-store.h"

#include <glib/gi18n-lib.h>
#include <libsecret/secret.h>
#include <string.h>

static const SecretSchema schema = {
  "io.github.dunkin_demand.Session",
  SECRET_SCHEMA_NONE,
  { { "server", SECRET_SCHEMA_ATTRIBUTE_STRING }, { NULL, 0 } },
};

DdiSecret *
ddi_token_store_lookup (const char *server)
{
  g_autoptr (GError) error = NULL;
  char *text = secret_password_lookup_sync (&schema, NULL, &error, "server", server, NULL);
  DdiSecret *token = text ? ddi_secret_new (text, strlen (text)) : NULL;

  if (error)
    g_debug ("no Secret Service: %s", error->message);
  secret_password_free (text);
  return token;
}

gboolean
ddi_token_store_save (const char *server, const char *token, GError **error)
{
  return secret_password_store_sync (&schema, SECRET_COLLECTION_DEFAULT,
                                     _ ("Dunkin Demand Intelligence session"), token, NULL, error, "server",
                                     server, NULL);
}

void
ddi_token_store_forget (const char *server)
{
  g_autoptr (GError) error = NULL;

  if (!secret_password_clear_sync (&schema, NULL, &error, "server", server, NULL) && error)
    g_debug ("no Secret Service: %s", error->message);
}
