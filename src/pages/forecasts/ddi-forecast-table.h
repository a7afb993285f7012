/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "pages/forecasts/ddi-forecast-row.h"

G_BEGIN_DECLS

typedef enum
{
  DDI_FORECAST_TABLE_SHOPS, /* the order board */
  DDI_FORECAST_TABLE_LINES, /* one shop's order */
} DdiForecastTableKind;

/* The table of the Forecasts page. The buttons and the menu of a line activate "page.approve",
 * "page.reject", "page.change", "page.accept" and "page.keep" with the forecast's id (i).
 *
 * Signals: "row-activated" (DdiForecastRow), "selection-changed" (). */
#define DDI_TYPE_FORECAST_TABLE (ddi_forecast_table_get_type ())
G_DECLARE_FINAL_TYPE (DdiForecastTable, ddi_forecast_table, DDI, FORECAST_TABLE, GtkWidget)

GtkWidget *ddi_forecast_table_new (DdiForecastTableKind kind);
DdiForecastTableKind ddi_forecast_table_get_kind (DdiForecastTable *self);
/* Whether a row has no room for its buttons beside its status. */
gboolean ddi_forecast_table_is_narrow (DdiForecastTable *self);

/* Replaces the rows, keeping the selection on the same shop or product. @today is the shop's. */
void ddi_forecast_table_show_board (DdiForecastTable *self, DdiOrderBoard *board, DdiDay today);
void ddi_forecast_table_show_order (DdiForecastTable *self, DdiOrder *order);

/* DDI_DAY_INVALID before anything was shown, and in the order of one shop. */
DdiDay ddi_forecast_table_get_today (DdiForecastTable *self);

/* (transfer none) (nullable) */
DdiForecastRow *ddi_forecast_table_get_selected (DdiForecastTable *self);
void ddi_forecast_table_select (DdiForecastTable *self, guint position);
GListModel *ddi_forecast_table_get_model (DdiForecastTable *self);

G_END_DECLS
