/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/ddi-query-model.h"

G_BEGIN_DECLS

DdiQueryRow *ddi_query_row_new (guint position);
/* Its place in the model; also while it is being disposed of. */
guint ddi_query_row_get_position (DdiQueryRow *self);
void ddi_query_row_set_position (DdiQueryRow *self, guint position);
/* Gives the row its values. */
void ddi_query_row_fill (DdiQueryRow *self, DdiRows *rows, guint index);

G_END_DECLS
