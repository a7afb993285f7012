/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "app/ddi-table.h"
#include "db/ddi-rows.h"

G_BEGIN_DECLS

/* What came in on each day: a chart, what it comes to, and a table by day. */
#define DDI_TYPE_SALES_TRENDS (ddi_sales_trends_get_type ())
G_DECLARE_FINAL_TYPE (DdiSalesTrends, ddi_sales_trends, DDI, SALES_TRENDS, AdwBin)

GtkWidget *ddi_sales_trends_new (void);

/* @days as reports/trends lists them. Where no revenue is known, pieces are shown instead. */
void ddi_sales_trends_set_days (DdiSalesTrends *self, DdiRows *days, const char *currency);

/* For tests. */
DdiTable *ddi_sales_trends_get_table (DdiSalesTrends *self);
/* Shows nothing: what it showed is of before, and no newer could be read. */
void ddi_sales_trends_clear (DdiSalesTrends *self);

G_END_DECLS
