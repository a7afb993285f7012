/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "core/ddi-day.h"
#include "db/ddi-database.h"

G_BEGIN_DECLS

typedef enum
{
  DDI_EXPORT_SALES,
  DDI_EXPORT_WASTE,
  DDI_EXPORT_PRODUCTION,
  DDI_EXPORT_FORECASTS,
} DdiExportKind;

typedef struct
{
  DdiExportKind kind;
  int store_id;     /* 0: all shops */
  DdiDay first;     /* DDI_DAY_INVALID: from the beginning */
  DdiDay last;      /* DDI_DAY_INVALID: to the end */
  const char *sort; /* as a page lists them: by "date", "product" or "quantity"; NULL: by shop, day, product.
                     * Not for forecasts. */
  gboolean descending;
  const char *search; /* with @sort: text in the product's name; NULL: all */
  gboolean json;      /* an array of objects on standard output instead; money in the currency's units */
  const char *path;   /* .xlsx makes a workbook, else CSV; NULL or "-" is standard output */
} DdiExportOptions;

/* Writes the rows with their table's column names, in windows, so that their number does not matter.
 * @n_rows may be NULL. Blocks. */
gboolean ddi_export_run (DdiDatabase *database, const DdiExportOptions *options, gint64 *n_rows,
                         GCancellable *cancellable, GError **error);
/* The same from the main thread. @options is copied. */
void ddi_export_run_async (DdiDatabase *database, const DdiExportOptions *options, GCancellable *cancellable,
                           GAsyncReadyCallback callback, gpointer user_data);
gboolean ddi_export_run_finish (GAsyncResult *result, gint64 *n_rows, GError **error);

/* The shop of this name or code; 0 where there is none, -1 with @error set. Blocks. */
int ddi_export_find_store (DdiDatabase *database, const char *name, GCancellable *cancellable,
                           GError **error);

G_END_DECLS
