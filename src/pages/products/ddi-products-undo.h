/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/ddi-window.h"
#include "pages/products/ddi-product-record.h"

G_BEGIN_DECLS

/* Toasts that undo a change of the catalogue that is already in the database. */
void ddi_products_undo_insert (DdiWindow *window, const DdiProductRecord *record);
void ddi_products_undo_update (DdiWindow *window, const DdiProductRecord *before,
                               const DdiProductRecord *after);
/* (element-type DdiProductRecord) @removed: what products/delete answered. */
void ddi_products_undo_delete (DdiWindow *window, GPtrArray *records, DdiRows *removed);

/* Adds products/delete for these products. */
void ddi_products_delete (GPtrArray *records, DdiUnit *unit);

G_END_DECLS
