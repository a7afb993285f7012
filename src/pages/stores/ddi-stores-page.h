/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/ddi-page.h"
#include "app/ddi-table.h"

G_BEGIN_DECLS

/* The shops: where they belong, when they are open and order, and how the range of the header went. */
#define DDI_TYPE_STORES_PAGE (ddi_stores_page_get_type ())
G_DECLARE_FINAL_TYPE (DdiStoresPage, ddi_stores_page, DDI, STORES_PAGE, DdiPage)

/* For tests. */
DdiTable *ddi_stores_page_get_table (DdiStoresPage *self);

G_END_DECLS
