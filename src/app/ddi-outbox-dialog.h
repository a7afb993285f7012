/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "app/ddi-session.h"

G_BEGIN_DECLS

/* What waits for the server, and what it has refused: to be looked at where it was typed, sent again, or discarded.
 * Closes by itself once nothing is left. */
#define DDI_TYPE_OUTBOX_DIALOG (ddi_outbox_dialog_get_type ())
G_DECLARE_FINAL_TYPE (DdiOutboxDialog, ddi_outbox_dialog, DDI, OUTBOX_DIALOG, AdwWindow)

DdiOutboxDialog *ddi_outbox_dialog_new (GtkWindow *parent, DdiSession *session);

G_END_DECLS
