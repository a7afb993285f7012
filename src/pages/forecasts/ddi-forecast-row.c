/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pages/forecasts/ddi-forecast-row.h"

struct _DdiForecastRow
{
  GObject parent_instance;

  DdiOrderBoard *board;
  DdiOrder *order;
  guint index;
};

G_DEFINE_FINAL_TYPE (DdiForecastRow, ddi_forecast_row, G_TYPE_OBJECT)

static void
ddi_forecast_row_finalize (GObject *object)
{
  DdiForecastRow *self = DDI_FORECAST_ROW (object);

  g_clear_pointer (&self->board, ddi_order_board_unref);
  g_clear_pointer (&self->order, ddi_order_unref);
  G_OBJECT_CLASS (ddi_forecast_row_parent_class)->finalize (object);
}

static void
ddi_forecast_row_class_init (DdiForecastRowClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = ddi_forecast_row_finalize;
}

static void
ddi_forecast_row_init (DdiForecastRow *self)
{
}

DdiForecastRow *
ddi_forecast_row_new_shop (DdiOrderBoard *board, guint index)
{
  DdiForecastRow *self = g_object_new (DDI_TYPE_FORECAST_ROW, NULL);

  self->board = ddi_order_board_ref (board);
  self->index = index;
  return self;
}

DdiForecastRow *
ddi_forecast_row_new_line (DdiOrder *order, guint index)
{
  DdiForecastRow *self = g_object_new (DDI_TYPE_FORECAST_ROW, NULL);

  self->order = ddi_order_ref (order);
  self->index = index;
  return self;
}

const DdiOrderShop *
ddi_forecast_row_get_shop (DdiForecastRow *self)
{
  return self->board ? ddi_order_board_get_shop (self->board, self->index) : NULL;
}

const DdiOrderLine *
ddi_forecast_row_get_line (DdiForecastRow *self)
{
  return self->order ? ddi_order_get_line (self->order, self->index) : NULL;
}

DdiDay
ddi_forecast_row_get_day (DdiForecastRow *self)
{
  return self->board ? ddi_order_board_get_day (self->board) : ddi_order_get_day (self->order);
}
