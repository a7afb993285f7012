/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "core/ddi-day.h"
#include "db/ddi-database.h"
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

typedef struct
{
  DdiDay first; /* DDI_DAY_INVALID where nothing was added */
  DdiDay last;  /* the last day the demo has now */
  guint n_stores;
  guint n_products;
  int n_days;    /* that it has grown by */
  gint64 n_rows; /* production, waste, sales, days, events and prices added; 0: it was current */
} DdiDemoResult;

/* Fills the database with the demo district: fifteen months up to the day before @today. Same @seed and
 * @today, same rows. A demo that is there already is kept, with whatever was changed in it, and the
 * days that have passed since are added. Any other shop in the database is DDI_DEMO_ERROR_IN_USE and
 * nothing is written. One transaction. Blocks: for worker threads and the CLI. @result may be NULL.
 * A @database that logs in as ddi_owner is filled several times as fast as one of ddi_app. */
gboolean ddi_demo_fill (DdiDatabase *database, int user_id, guint64 seed, DdiDay today, DdiDemoResult *result,
                        GCancellable *cancellable, GError **error);

/* ddi_demo_fill() with the common seed and the local today, then, where rows were added, tomorrow's and
 * the following week's forecasts, and those that the weeks before would have had: forecasts can be held
 * against what came. What "demo" and --demo do. */
gboolean ddi_demo_open (DdiHome *home, DdiDemoResult *result, GCancellable *cancellable, GError **error);

G_END_DECLS
