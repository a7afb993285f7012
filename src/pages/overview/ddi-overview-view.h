/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "pages/overview/ddi-overview.h"

G_BEGIN_DECLS

/* The content of the overview: what needs attention, today, and the charts and figures of the range.
 *
 * Signals: "range-selected" (int first, int last: days), "range-reset" (). */
#define DDI_TYPE_OVERVIEW_VIEW (ddi_overview_view_get_type ())
G_DECLARE_FINAL_TYPE (DdiOverviewView, ddi_overview_view, DDI, OVERVIEW_VIEW, AdwBin)

GtkWidget *ddi_overview_view_new (void);

/* Takes @overview. @run: of forecasts, that may be under way. */
void ddi_overview_view_show (DdiOverviewView *self, DdiOverview *overview, DdiGenerateRun *run);

/* Fills the list with what needs attention, the most urgent first, each line leading to the page where
 * it is mended. */
void ddi_overview_list_attention (DdiOverview *overview, DdiGenerateRun *run, GtkListBox *list);
/* Fills the four figures. */
void ddi_overview_show_figures (DdiOverview *overview, GtkWidget *revenue, GtkWidget *sold, GtkWidget *waste,
                                GtkWidget *accuracy);
/* A time of day in the user's clock, from epoch seconds. (transfer full) */
char *ddi_overview_format_time (gint64 epoch);

G_END_DECLS
