/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "app/ddi-session.h"

G_BEGIN_DECLS

/* Which of two products goes and which stays, and with figures what that does.
 *
 * Signal: "merged" (int merge, 0 where its number was lost; const char *gone; const char *kept), before it closes. */
#define DDI_TYPE_MERGE_DIALOG (ddi_merge_dialog_get_type ())
G_DECLARE_FINAL_TYPE (DdiMergeDialog, ddi_merge_dialog, DDI, MERGE_DIALOG, AdwWindow)

/* @gone_id and @kept_id are chosen to begin with; 0: none. */
DdiMergeDialog *ddi_merge_dialog_new (GtkWindow *parent, DdiSession *session, int gone_id, int kept_id);

G_END_DECLS
