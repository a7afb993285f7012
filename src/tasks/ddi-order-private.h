/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tasks/ddi-order.h"

G_BEGIN_DECLS

/* Sums lines into one total a category, in the order of their first line, and one of all. */
typedef struct _DdiOrderSums DdiOrderSums;

DdiOrderSums *ddi_order_sums_new (void);
/* @last_week may be DDI_ORDER_UNKNOWN. @lost: expected lost sales of this line, pieces. */
void ddi_order_sums_add (DdiOrderSums *self, const char *category, int predicted, int quantity, int last_week,
                         double lost);
/* Ends it. (element-type DdiOrderTotal) (transfer full) */
GPtrArray *ddi_order_sums_finish (DdiOrderSums *self);

/* DDI_ORDER_UNKNOWN where NULL. */
int ddi_order_read_pieces (DdiRows *rows, guint row, guint column);

G_END_DECLS
