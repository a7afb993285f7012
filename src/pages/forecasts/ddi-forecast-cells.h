/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "pages/forecasts/ddi-forecast-table.h"

G_BEGIN_DECLS

/* What the cells of the Forecasts page's tables say and are made of. */
typedef struct
{
  const char *title;                                 /* marked with N_() */
  char *(*text) (DdiForecastRow *row, DdiDay today); /* (transfer full); NULL: the status */
  gboolean numeric;
  gboolean expand;
  gboolean reasons; /* may take two lines */
  gboolean small;   /* text, of which two lines fit a row of one */
  int from;         /* shown where the table is at least this wide, pixels */
} DdiForecastColumn;

/* The columns of a table in their order; they live as long as the program. */
const DdiForecastColumn *ddi_forecast_cells_list_columns (DdiForecastTableKind kind, guint *n);

/* Makes and fills the cells of @column, whose rows are DdiForecastRow. @table outlives the factory. */
GtkListItemFactory *ddi_forecast_cells_new_factory (const DdiForecastColumn *column, DdiForecastTable *table);

G_END_DECLS
