/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "auth/ddi-secret.h"

G_BEGIN_DECLS

/* Ed25519 as libsodium has it; keys and signatures as hex. */

/* (transfer full) both: 64 and 128 digits. */
void ddi_signature_make_keys (char **public_key, DdiSecret **secret_key);
/* 128 digits; NULL where the key is none. (transfer full) */
char *ddi_signature_sign (DdiSecret *secret_key, const char *text);
gboolean ddi_signature_verify (const char *public_key, const char *text, const char *signature);

G_END_DECLS
