/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "app/ddi-session.h"

G_BEGIN_DECLS

/* Asks for a server's address and tries it off the main thread; it stays open with the reason where
 * that fails.
 *
 * Signal: "connected" (DdiSession *session, const char *connection), then it closes. */
#define DDI_TYPE_CONNECT_DIALOG (ddi_connect_dialog_get_type ())
G_DECLARE_FINAL_TYPE (DdiConnectDialog, ddi_connect_dialog, DDI, CONNECT_DIALOG, AdwWindow)

/* @connection may be NULL: what the entry begins with. */
DdiConnectDialog *ddi_connect_dialog_new (GtkWindow *parent, const char *connection);

G_END_DECLS
