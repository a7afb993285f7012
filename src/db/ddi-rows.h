/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

#include "core/ddi-day.h"

G_BEGIN_DECLS

/* The rows that one statement returned: immutable, reference-counted, safe on any thread. */
#define DDI_TYPE_ROWS (ddi_rows_get_type ())
typedef struct _DdiRows DdiRows;

GType ddi_rows_get_type (void);
DdiRows *ddi_rows_ref (DdiRows *self);
void ddi_rows_unref (DdiRows *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DdiRows, ddi_rows_unref)

guint ddi_rows_get_n (DdiRows *self);
guint ddi_rows_get_n_columns (DdiRows *self);
const char *ddi_rows_get_column_name (DdiRows *self, guint column);
/* The column's number; a name that is not there is a programming error. */
guint ddi_rows_column (DdiRows *self, const char *name);
/* Rows touched by an INSERT, UPDATE or DELETE; -1 where the answer was lost (ddi_unit_set_request()). */
gint64 ddi_rows_get_n_affected (DdiRows *self);

gboolean ddi_rows_is_null (DdiRows *self, guint row, guint column);
/* NULL where the value is NULL. Owned by the rows. */
const char *ddi_rows_get_text (DdiRows *self, guint row, guint column);
/* 0 where NULL. */
gint64 ddi_rows_get_int (DdiRows *self, guint row, guint column);
gboolean ddi_rows_get_boolean (DdiRows *self, guint row, guint column);
/* NaN where NULL. */
double ddi_rows_get_double (DdiRows *self, guint row, guint column);
/* DDI_DAY_INVALID where NULL. */
DdiDay ddi_rows_get_day (DdiRows *self, guint row, guint column);
/* NUMERIC money with two decimals as minor units; 0 where NULL. */
gint64 ddi_rows_get_money (DdiRows *self, guint row, guint column);

G_END_DECLS
