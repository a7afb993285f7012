/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* A line without axes in a table's cell, 96 × 24; the last value is dotted. Assistive tools read the first, the last
 * and the extremes. */
#define DDI_TYPE_TREND (ddi_trend_get_type ())
G_DECLARE_FINAL_TYPE (DdiTrend, ddi_trend, DDI, TREND, GtkWidget)

GtkWidget *ddi_trend_new (void);
/* The values as PostgreSQL writes an array of numbers, "{12,NULL,7}"; NULL: none. */
void ddi_trend_set_values (DdiTrend *self, const char *array);
/* NaN where missing. (transfer none) */
const double *ddi_trend_get_values (DdiTrend *self, guint *n);

G_END_DECLS
