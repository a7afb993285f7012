/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "db/ddi-rows.h"

G_BEGIN_DECLS

/* How far off the forecasts were: ours beside the rule of thumb, both over time, by horizon, weekday, product and
 * shop, and the worst of them with their reason.
 *
 * Signal: "product-changed" (), when another product was chosen. */
#define DDI_TYPE_ACCURACY_VIEW (ddi_accuracy_view_get_type ())
G_DECLARE_FINAL_TYPE (DdiAccuracyView, ddi_accuracy_view, DDI, ACCURACY_VIEW, AdwBin)

typedef enum
{
  DDI_ACCURACY_BY_HORIZON,
  DDI_ACCURACY_BY_WEEKDAY,
  DDI_ACCURACY_BY_PRODUCT,
  DDI_ACCURACY_BY_SHOP,
  DDI_ACCURACY_N_DIMENSIONS,
} DdiAccuracyDimension;

GtkWidget *ddi_accuracy_view_new (void);
/* @products (element-type DdiProduct) to choose from; it may change. */
void ddi_accuracy_view_set_products (DdiAccuracyView *self, GListModel *products);
/* 0: all products. */
int ddi_accuracy_view_get_product (DdiAccuracyView *self);
/* @groups, @misses: the rows of accuracy/list-groups and accuracy/list-misses. */
void ddi_accuracy_view_set_rows (DdiAccuracyView *self, DdiRows *groups, DdiRows *misses);
/* FALSE where no forecast has met its day. */
gboolean ddi_accuracy_has_any (DdiRows *groups);
/* What a row of @groups stands for: "3 days ahead", "Monday", a product's or a shop's name. (transfer full) */
char *ddi_accuracy_label (DdiRows *groups, guint row);

G_END_DECLS
