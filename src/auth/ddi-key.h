/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "auth/ddi-secret.h"

G_BEGIN_DECLS

/* What a password is turned into before it leaves this machine. A setting is the public part, stored
 * with the user: "$argon2id$v=19$m=<KiB>,t=<passes>,p=1$<32 hex digits of salt>", or of an adopted
 * account "$2b$12$<22 letters of salt>". The proof is the derived key (64 hex digits), or the whole
 * bcrypt string. */

/* The least that OWASP advises for Argon2id. */
#define DDI_KEY_LEAST_KIB 19456
#define DDI_KEY_LEAST_PASSES 2

/* A setting with a new salt. @kib and @passes are raised to the least. (transfer full) */
char *ddi_key_new_setting (guint kib, guint passes);
/* The same with as much memory as makes a derivation take about @seconds on this machine, between 19
 * MiB and 256 MiB; takes a derivation itself. (transfer full) */
char *ddi_key_calibrate_setting (double seconds);

gboolean ddi_key_is_legacy (const char *setting);

/* Blocks for about half a second; not for the main thread. DDI_AUTH_ERROR_CHALLENGE for a setting that
 * is below the least, beyond 1 GiB or 20 passes, or unknown: a server that asks for one is not to be
 * answered. (transfer full) */
DdiSecret *ddi_key_derive (const char *setting, DdiSecret *password, GError **error);

G_END_DECLS
