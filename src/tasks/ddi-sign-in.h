/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "auth/ddi-secret.h"
#include "db/ddi-database.h"

G_BEGIN_DECLS

/* What proving oneself takes of the person. The password does not leave this machine. */
typedef enum
{
  DDI_SIGN_IN_PASSWORD, /* email, password */
  DDI_SIGN_IN_CODE,     /* email, code of an invitation or a reset, and the new password */
  DDI_SIGN_IN_FIRST,    /* email, name and the new password of the first administrator */
} DdiSignInKind;

typedef struct
{
  DdiSignInKind kind;
  const char *email;
  const char *name; /* NULL: the address */
  const char *code;
  DdiSecret *password;
  const char *device; /* token of an earlier session on this device, or NULL */
} DdiSignInOptions;

/* A copy of the options with all they point at, and its end. */
DdiSignInOptions *ddi_sign_in_options_copy (const DdiSignInOptions *self);
void ddi_sign_in_options_free (DdiSignInOptions *self);

/* Signs in and gives the database the session; returns its token. Blocks for about a second.
 * DDI_AUTH_ERROR_REFUSED (VACANT where a password was refused because nobody
 * has an account yet), DDI_AUTH_ERROR_WAIT, DDI_AUTH_ERROR_WEAK for a new password. (transfer full) */
DdiSecret *ddi_sign_in (DdiDatabase *database, const DdiSignInOptions *options, GCancellable *cancellable,
                        GError **error);
/* The same on a thread of its own; the options are copied. */
void ddi_sign_in_async (DdiDatabase *database, const DdiSignInOptions *options, GCancellable *cancellable,
                        GAsyncReadyCallback callback, gpointer user_data);
DdiSecret *ddi_sign_in_finish (DdiDatabase *database, GAsyncResult *result, GError **error);

G_END_DECLS
