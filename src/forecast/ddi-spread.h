/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "forecast/ddi-evidence.h"

G_BEGIN_DECLS

/* The distribution of demand around a forecast, from the engine's own past errors. With forecast p and
 * demand y an error is scaled to
 *
 *   e = (y - p) / (max (p, p0)^γ m_d),
 *
 * γ one exponent for all series (chosen by the interval score), m_d the weekday's relative size. Errors
 * count less with age. The quantiles of a series' own errors are shrunk to its product's and everybody's,
 * in units of its mean |e|, and are as much wider as it errs more over the last four weeks. Event days
 * have quantiles of their own, pooled over the product.
 * Source: split conformal prediction with normalised errors (Papadopoulos et al. 2002; Lei et al. 2018),
 * weighed by age (ddi-conformal.h);
 * the interval score after Gneiting & Raftery (2007), eq. 43. */

/* Quantiles are held at i / (DDI_N_QUANTILES + 1), i = 1 … DDI_N_QUANTILES. */
#define DDI_N_QUANTILES 99

typedef struct
{
  int n_series, n_products;
  int *product; /* [n_series] */
  double exponent;
  float *weekday; /* [n_products × 7] */
  float *own;     /* [n_series × DDI_N_QUANTILES], ascending */
  float *event;   /* [n_products × DDI_N_QUANTILES], ascending, in units of a series' mean |e| */
  float *size;    /* [n_series]: mean |e| */
  guint8 *thin;   /* [n_series]: too few own errors, the product's count */
} DdiSpread;

/* y and p are [n_series × stride]; days from @begin on with both known are the errors. NULL when stopped. */
DdiSpread *ddi_spread_new (const DdiEvidence *history, const float *y, const float *p, int stride, int begin,
                           DdiGoOnFunc go_on, gpointer data);
void ddi_spread_free (DdiSpread *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DdiSpread, ddi_spread_free)

/* quantiles[DDI_N_QUANTILES] of demand around @predicted, ascending, >= 0, those below the middle not
 * above @predicted and those above it not below. @widen multiplies the spread (a longer horizon). */
void ddi_spread_quantiles (const DdiSpread *self, int series, int weekday, gboolean event, double predicted,
                           double widen, float *quantiles);

G_END_DECLS
