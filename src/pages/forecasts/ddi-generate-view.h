/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "app/ddi-session.h"

G_BEGIN_DECLS

/* The popover that forecasts 1 to 28 days, with progress and Cancel. The run belongs to it, not to its
 * being shown: closed, it goes on. It keeps the popover, so whoever is told of its end stops it on leaving.
 *
 * Signal: "generated" (char *what): what was done, in words; the session has been told. */
#define DDI_TYPE_GENERATE_VIEW (ddi_generate_view_get_type ())
G_DECLARE_FINAL_TYPE (DdiGenerateView, ddi_generate_view, DDI, GENERATE_VIEW, GtkPopover)

GtkWidget *ddi_generate_view_new (void);
void ddi_generate_view_set_session (DdiGenerateView *self, DdiSession *session);

/* Starts with the days that are chosen, or with @days where that is not 0. */
void ddi_generate_view_start (DdiGenerateView *self, int days);
void ddi_generate_view_stop (DdiGenerateView *self);
gboolean ddi_generate_view_is_running (DdiGenerateView *self);

G_END_DECLS
