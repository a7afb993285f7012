/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/ddi-page.h"
#include "pages/forecasts/ddi-forecast-table.h"

G_BEGIN_DECLS

/* Tomorrow's order: the board of all shops, or with a shop in the filter its lines. Places it can be
 * led to: "day=2026-11-25". */
#define DDI_TYPE_FORECASTS_PAGE (ddi_forecasts_page_get_type ())
G_DECLARE_FINAL_TYPE (DdiForecastsPage, ddi_forecasts_page, DDI, FORECASTS_PAGE, DdiPage)

/* For tests: the table in view. */
DdiForecastTable *ddi_forecasts_page_get_table (DdiForecastsPage *self);
DdiDay ddi_forecasts_page_get_day (DdiForecastsPage *self);

G_END_DECLS
