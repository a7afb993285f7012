/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "app/ddi-session.h"
#include "pages/products/ddi-product-record.h"

G_BEGIN_DECLS

/* The form of one product and of what it costs from a day on.
 *
 * Signal: "saved" (DdiProductRecord *before or NULL, DdiProductRecord *after), both for the call only;
 * after has its id and row_version. Then it closes. */
#define DDI_TYPE_PRODUCT_DIALOG (ddi_product_dialog_get_type ())
G_DECLARE_FINAL_TYPE (DdiProductDialog, ddi_product_dialog, DDI, PRODUCT_DIALOG, AdwWindow)

/* @record NULL: a new one. */
DdiProductDialog *ddi_product_dialog_new (GtkWindow *parent, DdiSession *session,
                                          const DdiProductRecord *record);

G_END_DECLS
