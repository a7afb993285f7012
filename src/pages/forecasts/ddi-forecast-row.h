/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tasks/ddi-order-board.h"

G_BEGIN_DECLS

/* A row of the order board (a shop) or of a shop's order (a product), as a list model needs it: it
 * keeps what it shows a part of. Immutable. */
#define DDI_TYPE_FORECAST_ROW (ddi_forecast_row_get_type ())
G_DECLARE_FINAL_TYPE (DdiForecastRow, ddi_forecast_row, DDI, FORECAST_ROW, GObject)

DdiForecastRow *ddi_forecast_row_new_shop (DdiOrderBoard *board, guint index);
DdiForecastRow *ddi_forecast_row_new_line (DdiOrder *order, guint index);

/* NULL on a row of the other kind. */
const DdiOrderShop *ddi_forecast_row_get_shop (DdiForecastRow *self);
const DdiOrderLine *ddi_forecast_row_get_line (DdiForecastRow *self);
/* The delivery day. */
DdiDay ddi_forecast_row_get_day (DdiForecastRow *self);

G_END_DECLS
