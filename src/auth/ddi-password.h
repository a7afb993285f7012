/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "auth/ddi-secret.h"

G_BEGIN_DECLS

#define DDI_PASSWORD_LEAST 8   /* characters */
#define DDI_PASSWORD_MOST 4096 /* bytes; a key is derived from all of them */

/* Whether a new password may be used: long enough, not one of the commonest nor one of them with digits,
 * signs or letters swapped, not the person's own address. FALSE with DDI_AUTH_ERROR_WEAK. */
gboolean ddi_password_check (DdiSecret *password, const char *email, GError **error);

/* About how many bits a guesser needs, from its length and variety; 0 for one that may not be used.
 * A hint for a meter: below 40 weak, below 60 fair. */
double ddi_password_estimate_bits (DdiSecret *password, const char *email);

G_END_DECLS
