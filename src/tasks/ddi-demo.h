/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "core/ddi-day.h"
#include "db/ddi-database.h"
#include "tasks/ddi-generate.h"
#include "tasks/ddi-home.h"

G_BEGIN_DECLS

typedef enum
{
  DDI_DEMO_ERROR_IN_USE, /* the database has shops that are not the demo's */
} DdiDemoError;

#define DDI_DEMO_ERROR (ddi_demo_error_quark ())
GQuark ddi_demo_error_quark (void);

/* The seed of the demo district that everybody sees. */
#define DDI_DEMO_SEED 20240229
/* As many weeks of a new demo have forecasts that can be held against what came. */
#define DDI_DEMO_WEEKS_LIVED 4

typedef struct
{
  DdiDay first; /* DDI_DAY_INVALID where nothing was added */
  DdiDay last;  /* the last day the demo has now */
  guint n_stores;
  guint n_products;
  int n_days;               /* that it has grown by */
  gint64 n_rows;            /* production, waste, sales, days, events and prices added; 0: it was current */
  gboolean lacks_forecasts; /* of tomorrow, or of days that were added */
  int past_weeks;           /* that have come since the last forecast, 0 to DDI_DEMO_WEEKS_LIVED */
} DdiDemoResult;

/* Fills the database with the demo district: fifteen months up to the day before @today. Same @seed and
 * @today, same rows. A demo that is there already is kept, with whatever was changed in it, and the
 * days that have passed since are added. Any other shop in the database is DDI_DEMO_ERROR_IN_USE and
 * nothing is written. One transaction. Blocks: for worker threads and the CLI. @result may be NULL.
 * A @database that logs in as ddi_owner is filled several times as fast as one of ddi_app. */
gboolean ddi_demo_fill (DdiDatabase *database, int user_id, guint64 seed, DdiDay today, DdiDemoResult *result,
                        GCancellable *cancellable, GError **error);

/* ddi_demo_fill() with the common seed and the local today, by the owner of the database where it is known. What has come
 * is analyzed. Blocks. */
gboolean ddi_demo_open_rows (DdiHome *home, DdiDemoResult *result, GCancellable *cancellable, GError **error);
/* What to ask ddi_generate() for where forecasts are lacking: tomorrow's and the following week's, and those that the weeks
 * before would have had, so that forecasts can be held against what came. */
DdiGenerateOptions ddi_demo_generate_options (DdiHome *home, const DdiDemoResult *result);
/* Analyzes the forecasts that were made since. Blocks. */
gboolean ddi_demo_settle (DdiHome *home, GCancellable *cancellable, GError **error);
void ddi_demo_settle_async (DdiHome *home, GCancellable *cancellable, GAsyncReadyCallback callback,
                            gpointer user_data);
gboolean ddi_demo_settle_finish (GAsyncResult *result, GError **error);

/* All of it: the rows, the forecasts that they lack, and their analysis. Blocks. @result may be NULL. */
gboolean ddi_demo_open (DdiHome *home, DdiDemoResult *result, GCancellable *cancellable, GError **error);

G_END_DECLS
