/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "app/ddi-session.h"
#include "pages/waste/ddi-goal-change.h"

G_BEGIN_DECLS

/* How much of what is made each shop may throw away, from a day on.
 *
 * Signal: "saved" (DdiGoalChange *, the handler's), before it closes. */
#define DDI_TYPE_GOALS_DIALOG (ddi_goals_dialog_get_type ())
G_DECLARE_FINAL_TYPE (DdiGoalsDialog, ddi_goals_dialog, DDI, GOALS_DIALOG, AdwWindow)

DdiGoalsDialog *ddi_goals_dialog_new (GtkWindow *parent, DdiSession *session, DdiDay from);
/* The row of a shop, for tests; NULL before they are read. (transfer none) */
GtkWidget *ddi_goals_dialog_get_row (DdiGoalsDialog *self, const char *store);

G_END_DECLS
