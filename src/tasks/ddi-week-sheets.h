/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "db/ddi-database.h"
#include "exchange/ddi-week-sheet.h"

G_BEGIN_DECLS

/* The Sunday that @day's week begins with. */
DdiDay ddi_week_sheets_sunday (DdiDay day);

/* The sheets of a week for one shop or (0) all that are open then; fails where there is none. (element-type DdiWeekSheet) (transfer full) */
GPtrArray *ddi_week_sheets_load (DdiDatabase *database, DdiDay sunday, int store_id,
                                 GCancellable *cancellable, GError **error);

/* The same on a thread of its own. */
void ddi_week_sheets_load_async (DdiDatabase *database, DdiDay sunday, int store_id,
                                 GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
GPtrArray *ddi_week_sheets_load_finish (GAsyncResult *result, GError **error);

/* Writes a workbook and a PDF a shop into @folder, which is made where it is missing; what has the same name
 * there is replaced. Returns the paths. (element-type utf8) (transfer full) */
GPtrArray *ddi_week_sheets_write (DdiDatabase *database, DdiDay sunday, int store_id, const char *folder,
                                  GCancellable *cancellable, GError **error);
/* The same on a thread of its own. */
void ddi_week_sheets_write_async (DdiDatabase *database, DdiDay sunday, int store_id, const char *folder,
                                  GCancellable *cancellable, GAsyncReadyCallback callback,
                                  gpointer user_data);
GPtrArray *ddi_week_sheets_write_finish (GAsyncResult *result, GError **error);

G_END_DECLS
