/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "app/ddi-session.h"
#include "pages/forecasts/ddi-forecast-row.h"

G_BEGIN_DECLS

/* Beside the table: one product's history and forecast, why the number is what it is, how far off it
 * usually was beside the rule of thumb, and what people said.
 *
 * Signal: "closed" (). */
#define DDI_TYPE_LINE_PANEL (ddi_line_panel_get_type ())
G_DECLARE_FINAL_TYPE (DdiLinePanel, ddi_line_panel, DDI, LINE_PANEL, AdwBin)

GtkWidget *ddi_line_panel_new (void);

/* @row is a line. NULL shows nothing. */
void ddi_line_panel_show (DdiLinePanel *self, DdiSession *session, DdiForecastRow *row);

G_END_DECLS
