/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "app/ddi-session.h"

G_BEGIN_DECLS

/* The one grid after a first import: category, pack size, cost and price of every product that has no
 * price yet, from a day on. Written in one transaction.
 *
 * Signal: "saved" (), then it closes. */
#define DDI_TYPE_PRICE_DIALOG (ddi_price_dialog_get_type ())
G_DECLARE_FINAL_TYPE (DdiPriceDialog, ddi_price_dialog, DDI, PRICE_DIALOG, AdwWindow)

/* @products: the rows of products/list-unpriced. @valid_from: what the day begins with, such as the
 * first day of the import. */
DdiPriceDialog *ddi_price_dialog_new (GtkWindow *parent, DdiSession *session, DdiRows *products,
                                      DdiDay valid_from);

G_END_DECLS
