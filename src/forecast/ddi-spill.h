/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Who finds the shelf of one product empty may take another of its category. On a day on which products j of a
 * category lacked U_j pieces, those that were left got the share s of them, each as much as it is asked for at other
 * times: with b what was expected of a product and B the sum over those that were left,
 *
 *   y_i / b_i - 1 = α + s Σ_j U_j / B + ρ ā_i + error,
 *
 * ā_i the day's demand for the others against what was expected of them: a busy day empties shelves and sells more of
 * everything, which is no substitution. U_j is what is expected above a sell-out, so that the same sell-out tells of
 * the more spill and the less of a busy day the less there was to sell: that is what tells s from ρ; α is below 0,
 * since only products that did not sell out themselves are looked at. Least squares a
 * category; s is shrunk to the chain's and that to 0, and cut to 0 … 1.
 * Source: the exogenous demand substitution model of Smith & Agrawal (2000) and Kök & Fisher (2007); errors of the
 * Berkson (1950) kind in U do not bias the slope. */

/* A product on a day. */
typedef struct
{
  float expected; /* b, pieces; NaN: the day says nothing */
  float sold;
  float demand; /* sold, raised where it was sold out */
  gboolean sold_out;
} DdiSpillCell;

/* The products of a category in one store. */
typedef struct
{
  int n_series, n_days, category;
  DdiSpillCell *cells; /* [n_series × n_days] */
} DdiSpillGroup;

/* Of the regression; zero at first. */
typedef struct
{
  double zz, za, aa, zr, ar, rr, z, a, r, n;
  int days; /* with spill to see */
} DdiSpillSums;

void ddi_spill_sums_add (DdiSpillSums *self, const DdiSpillGroup *group);
/* share[n_categories]: s of each; 0 where nothing shows it. */
void ddi_spill_shares (const DdiSpillSums *sums, int n_categories, double *share);
/* spill[n_series × n_days]: the pieces that came to each from the others, at the share @share. */
void ddi_spill_find (const DdiSpillGroup *group, double share, float *spill);

G_END_DECLS
