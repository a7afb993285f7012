/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "core/ddi-day.h"
#include "db/ddi-database.h"

G_BEGIN_DECLS

#define DDI_GENERATE_MAX_DAYS 28

typedef enum
{
  DDI_GENERATE_ERROR_NO_HISTORY, /* no store has a day that could be learned from */
  DDI_GENERATE_ERROR_NO_STORE,   /* a store that does not exist */
  DDI_GENERATE_ERROR_DAYS,       /* not 1 to 28 days */
} DdiGenerateError;

#define DDI_GENERATE_ERROR (ddi_generate_error_quark ())
GQuark ddi_generate_error_quark (void);

/* Tells how far a run is, 0 to 1, and what it is doing; @step is translated. Called on the thread
 * that runs, or with ddi_generate_async() in the caller's main context. */
typedef void (*DdiGenerateProgressFunc) (double fraction, const char *step, gpointer user_data);

typedef struct
{
  int days;             /* 1 to 28 after the last known day */
  const int *store_ids; /* NULL: every store that is open */
  guint n_stores;
  int past_weeks; /* as many weeks before the last known day get, a run each, the seven days that would
                   * have been forecast at their beginning; 0 for anything but a history made up */
  int user_id;    /* who asked for it */
  DdiGenerateProgressFunc progress; /* may be NULL */
  gpointer user_data;
} DdiGenerateOptions;

typedef struct
{
  int run_id;
  DdiDay origin; /* the last day whose figures were used; a store may be behind it */
  guint n_stores;
  guint n_series;
  gint64 n_pending;          /* rows now waiting for a decision, the changed ones included */
  gint64 n_superseded;       /* pending rows of earlier runs, now in forecast_history */
  gint64 n_changed;          /* rows beside a decided one whose order moved by more than 15 % */
  double wape;               /* of the run's own backtest; NaN where the history is too short */
  double wape_rule_of_thumb; /* mean of the last four same weekdays on the same days */
} DdiGenerateResult;

/* Forecasts every (store, product) from the store's last known day: @options->days days after the
 * latest such day of all stores, so that a store that is late with its sheets is not left out of
 * tomorrow's order. Reads the history in one unit, fits on the cores pool, writes in one bulk unit.
 * Decided rows are never touched. Blocks: for worker threads and the CLI. */
gboolean ddi_generate (DdiDatabase *database, const DdiGenerateOptions *options, DdiGenerateResult *result,
                       GCancellable *cancellable, GError **error);

/* The same from the main thread; @options is copied. */
void ddi_generate_async (DdiDatabase *database, const DdiGenerateOptions *options, GCancellable *cancellable,
                         GAsyncReadyCallback callback, gpointer user_data);
gboolean ddi_generate_finish (GAsyncResult *async_result, DdiGenerateResult *result, GError **error);

G_END_DECLS
