/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* An error in its unit, and what it counts beside the others, > 0. */
typedef struct
{
  float e, weight;
} DdiWeighedError;

/* The quantiles at i / (n + 1), i = 1 … n, of @errors (DdiWeighedError), which are sorted by it: where the weights
 * of the smaller errors are that share of all weights and the heaviest once more, interpolated; the extremes beyond
 * them, and 0 without any. With equal weights that is the p (n + 1)-th smallest of n.
 * Source: split conformal prediction with fixed weights, for what changes with time (Barber, Candès, Ramdas &
 * Tibshirani 2023, section 3). */
void ddi_conformal_quantiles (GArray *errors, int n, float *quantiles);

G_END_DECLS
