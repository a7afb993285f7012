/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "auth/ddi-secret.h"

G_BEGIN_DECLS

/* The session of a server, remembered in the desktop's Secret Service. @server is any text that names
 * the server, without a password. They block on the session bus; not for the main thread. */

/* NULL where there is none, or no Secret Service. (transfer full) */
DdiSecret *ddi_token_store_lookup (const char *server);
/* FALSE with @error set where the desktop keeps no secrets. */
gboolean ddi_token_store_save (const char *server, const char *token, GError **error);
void ddi_token_store_forget (const char *server);

G_END_DECLS
