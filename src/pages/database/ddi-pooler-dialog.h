/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* What PgBouncer is for, its settings before a server as they are to stand in pgbouncer.ini, and how it is started.
 * Its fields: "server" (a connection string without a password), "listen", "port", "roles"; "text" shows the file. */
#define DDI_TYPE_POOLER_DIALOG (ddi_pooler_dialog_get_type ())
G_DECLARE_FINAL_TYPE (DdiPoolerDialog, ddi_pooler_dialog, DDI, POOLER_DIALOG, AdwWindow)

/* @connection leads to the server, as ddi_app; NULL: the data are on this computer alone. */
DdiPoolerDialog *ddi_pooler_dialog_new (GtkWindow *parent, const char *connection);

/* As if this file had been chosen. */
void ddi_pooler_dialog_save (DdiPoolerDialog *self, GFile *file);

G_END_DECLS
