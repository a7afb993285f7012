/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/ddi-window.h"

G_BEGIN_DECLS

/* Changes the password of the person who is signed in. */
#define DDI_TYPE_PASSWORD_DIALOG (ddi_password_dialog_get_type ())
G_DECLARE_FINAL_TYPE (DdiPasswordDialog, ddi_password_dialog, DDI, PASSWORD_DIALOG, AdwWindow)

DdiPasswordDialog *ddi_password_dialog_new (DdiWindow *window);

/* The command win.change-password. */
void ddi_password_command_activate (DdiWindow *window, GVariant *parameter);

G_END_DECLS
