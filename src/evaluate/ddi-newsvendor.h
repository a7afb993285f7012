/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What a piece too few costs against a piece too many: (price - cost) / (price - salvage), money in
 * minor units of one currency. The order that covers demand with this probability has the largest
 * expected profit. NaN where the prices make no sense (price <= salvage, cost outside [salvage, price]).
 * Source: Arrow, Harris & Marschak (1951). */
double ddi_newsvendor_fractile (gint64 price, gint64 cost, gint64 salvage);

/* Expected mismatch of ordering @order pieces, Σ_i (f max(d_i - q, 0) + (1 - f) max(q - d_i, 0)) / n over
 * equally likely demands @demand[n]; in pieces. */
double ddi_newsvendor_mismatch (const double *demand, int n, double fractile, double order);

/* The multiple of @pack_size with the least expected mismatch over equally likely demands @demand[n],
 * ascending; the smaller one of two equal. 0 where n is 0. */
int ddi_newsvendor_order (const double *demand, int n, double fractile, int pack_size);

G_END_DECLS
