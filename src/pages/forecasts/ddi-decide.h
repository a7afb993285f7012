/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/ddi-window.h"
#include "tasks/ddi-order.h"

G_BEGIN_DECLS

/* Writes decisions about forecasts and offers their undo in a toast. The session is told when a change
 * has been committed. */

/* @line lives in @order, which is kept for the undo. */
void ddi_decide (DdiWindow *window, DdiOrder *order, const DdiOrderLine *line, DdiDecision kind, int quantity,
                 const char *reason);
/* @seen: see ddi_order_approve_all_unit(). */
void ddi_decide_all (DdiWindow *window, DdiDay day, GArray *seen, gboolean with_exceptions);

G_END_DECLS
