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

/* What binds an order besides demand. */
typedef struct
{
  double fractile;
  int pack_size; /* pieces; < 1 counts as 1 */
  int display;   /* fewest pieces on the shelf in the morning, those left over included */
  int stock;     /* pieces left over that may still be sold */
} DdiOrderTerms;

/* The multiple of the pack to order where pieces may be sold for several days and some are left over. With
 * today's demand D and the demand K from today until what is made today is thrown away (@kept; the same as
 * @demand with a shelf life of one day), both n equally likely values, ascending, the order q has the
 * least
 *
 *   f E(D - q - stock)+ + (1 - f) E(q + stock - K)+,
 *
 * old pieces sold before new ones, then is raised to the display. 0 where n is 0.
 * Source: the critical-number policy for perishables with first-in first-out issuing (Nahmias 1982). */
int ddi_newsvendor_plan (const double *demand, const double *kept, int n, const DdiOrderTerms *terms);

G_END_DECLS
