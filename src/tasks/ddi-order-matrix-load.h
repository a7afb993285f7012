/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "db/ddi-database.h"
#include "exchange/ddi-order-matrix.h"

G_BEGIN_DECLS

/* What is ordered for a day, for one store or (0) all; @approved_only leaves out what is still pending.
 * A unit to run, and its result. */
DdiUnit *ddi_order_matrix_unit (DdiDay day, int store_id, gboolean approved_only);
DdiOrderMatrix *ddi_order_matrix_from_rows (DdiDay day, GPtrArray *results);
/* The ids of the stores in it, for the dispatch. (element-type int) (transfer full) */
GArray *ddi_order_matrix_store_ids (GPtrArray *results);
DdiOrderMatrix *ddi_order_matrix_load (DdiDatabase *database, DdiDay day, int store_id,
                                       gboolean approved_only, GCancellable *cancellable, GError **error);

/* Records that @matrix went to the kitchen as @file_name; the rows hold its id, for the undo. */
DdiUnit *ddi_order_dispatch_unit (DdiOrderMatrix *matrix, const char *format, const char *file_name,
                                  GArray *store_ids, int user_id);
DdiUnit *ddi_order_undo_dispatch_unit (int dispatch_id);

G_END_DECLS
