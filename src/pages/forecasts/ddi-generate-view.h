/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "app/ddi-session.h"

G_BEGIN_DECLS

/* The popover that forecasts 1 to 28 days, with progress and Cancel, of the run that the session has under way, whoever has
 * begun it: closed, the run goes on. */
#define DDI_TYPE_GENERATE_VIEW (ddi_generate_view_get_type ())
G_DECLARE_FINAL_TYPE (DdiGenerateView, ddi_generate_view, DDI, GENERATE_VIEW, GtkPopover)

GtkWidget *ddi_generate_view_new (void);
void ddi_generate_view_set_session (DdiGenerateView *self, DdiSession *session);

/* Starts with the days that are chosen, or with @days where that is not 0. */
void ddi_generate_view_start (DdiGenerateView *self, int days);

G_END_DECLS
