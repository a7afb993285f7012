/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/ddi-page.h"
#include "app/ddi-table.h"

G_BEGIN_DECLS

/* The catalogue: category, cost, price and pack size in force today. The place "prices" opens the grid
 * for what has no price yet. */
#define DDI_TYPE_PRODUCTS_PAGE (ddi_products_page_get_type ())
G_DECLARE_FINAL_TYPE (DdiProductsPage, ddi_products_page, DDI, PRODUCTS_PAGE, DdiPage)

/* For tests. */
DdiTable *ddi_products_page_get_table (DdiProductsPage *self);

G_END_DECLS
