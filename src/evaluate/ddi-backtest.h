/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "evaluate/ddi-accuracy.h"
#include "forecast/ddi-engine.h"

G_BEGIN_DECLS

/* Rolling-origin evaluation: the engine is run at @origins weekly origins, the last of them one week
 * before the panel's end, each time with nothing but what lies before; its forecasts of the next days
 * are held against what was sold. A day without a figure counts as nothing sold, as in sales.csv a
 * closed day has no row.
 * Source: Tashman (2000), rolling-origin with fixed origins. */

/* What one origin forecast; the rows are those of @forecast. */
typedef void (*DdiBacktestFunc) (const DdiForecast *forecast, gpointer data);

typedef struct
{
  DdiEngineRequest request; /* panel, level, fractiles, packs, threads; from is set by the backtest */
  int origins;              /* >= 1 */
  DdiBacktestFunc each;     /* NULL: none */
  gpointer data;
} DdiBacktest;

/* FALSE where the history is too short for the origins or the engine was cancelled. */
gboolean ddi_backtest_run (const DdiBacktest *self, DdiAccuracy *accuracy, GError **error);

G_END_DECLS
