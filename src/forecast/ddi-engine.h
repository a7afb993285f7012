/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/ddi-panel.h"
#include "forecast/ddi-forecast.h"

G_BEGIN_DECLS

/* Called now and then while the engine works, from any of its threads but never from two at once:
 * @share of the work is done (0..1, never falling). FALSE stops the run within 100 ms. */
typedef gboolean (*DdiEngineProgressFunc) (double share, gpointer data);

/* What is asked. Fill with ddi_engine_request_init() first, so that later fields keep their defaults. */
typedef struct
{
  const DdiPanel *panel;   /* read only, must outlive the call */
  DdiDay from;             /* first day to forecast; nothing from that day on is read, save events, weather,
                            * opening days and offers, which are plans */
  int horizon;             /* days, 1 … 366 */
  double level;            /* the bounds hold this share, 0.5 … 0.99; default 0.8 */
  double fractile;         /* critical fractile of the order, 0 … 1; default 0.75 */
  const double *fractiles; /* [n_series], NaN: the default above; NULL: all default */
  const int *pack_sizes;   /* [n_series], pieces; values < 1 count as 1; NULL: all 1 */
  const int *displays;     /* [n_series], fewest pieces on the shelf in the morning; NULL: none */
  /* Where pieces may be sold for several days: for how many (values < 1 count as 1), and how many are left
   * over on the first morning, whose order takes both into account. What will be left on later mornings
   * is not known, so their orders cover their own day. Both [n_series], or both NULL. */
  const int *shelf_lives, *stocks;
  int n_threads;                  /* 0: one a processor. The result does not depend on it, bit for bit */
  DdiEngineProgressFunc progress; /* NULL: none */
  gpointer progress_data;
} DdiEngineRequest;

/* The day after the panel's last, horizon 7, level 0.8, fractile 0.75. */
void ddi_engine_request_init (DdiEngineRequest *request, const DdiPanel *panel);

/* Whether the request makes sense (DDI_FORECAST_ERROR_REQUEST). */
gboolean ddi_engine_request_check (const DdiEngineRequest *request, GError **error);

/* Forecasts every series of the panel on every day of the horizon. It blocks (run it on the core pool)
 * and never fails on bad data: a series that cannot be modelled falls back and says so in its note.
 * NULL only where the request makes no sense (DDI_FORECAST_ERROR_REQUEST) or was cancelled
 * (DDI_FORECAST_ERROR_CANCELLED).
 * Cost: linear in series × days; about 5 ms a series of three years. */
DdiForecast *ddi_engine_run (const DdiEngineRequest *request, GError **error);

G_END_DECLS
