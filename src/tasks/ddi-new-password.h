/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "auth/ddi-secret.h"
#include "db/ddi-database.h"

G_BEGIN_DECLS

/* Gives the person who is signed in to @database, whose address @email is, the password @fresh for @old; all
 * their other sessions end. On a thread of its own, for about two seconds; neither password leaves this machine.
 * DDI_AUTH_ERROR_WEAK for a new one that is easily guessed, DDI_AUTH_ERROR_REFUSED where the old one is wrong
 * or was wrong too often of late. */
void ddi_new_password_async (DdiDatabase *database, const char *email, DdiSecret *old, DdiSecret *fresh,
                             GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
gboolean ddi_new_password_finish (DdiDatabase *database, GAsyncResult *result, GError **error);

G_END_DECLS
