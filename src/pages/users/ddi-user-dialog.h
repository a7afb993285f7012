/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "app/ddi-session.h"

G_BEGIN_DECLS

/* Invites somebody, or shows one user: their rights, their code, their sessions, and how they leave.
 *
 * Signal: "changed" (), after each change. */
#define DDI_TYPE_USER_DIALOG (ddi_user_dialog_get_type ())
G_DECLARE_FINAL_TYPE (DdiUserDialog, ddi_user_dialog, DDI, USER_DIALOG, AdwWindow)

/* @users: rows of accounts/list-users; @row: whose, or -1 to invite. */
DdiUserDialog *ddi_user_dialog_new (GtkWindow *parent, DdiSession *session, DdiRows *users, int row);

G_END_DECLS
