/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Local regression over equally spaced values y(0) … y(n-1): at x, the constant or the straight line that fits
 * the nearest q of them by weighted least squares, with tricube weights
 *
 *   w(i) = ρ(i) (1 - (|i - x| / h)³)³,   h the distance to the farthest of them
 *
 * (Cleveland 1979; Cleveland & Devlin 1988; widened as in Cleveland, Cleveland, McRae & Terpenning 1990, section
 * 2, where q > n). ρ is a weight of the value's own: 0 for one that is missing. */
typedef struct
{
  const double *y;      /* [n]; NaN only where ρ is 0 */
  const double *weight; /* ρ [n]; NULL: all 1 */
  int n;
  int window;   /* q */
  int degree;   /* 0: a constant, 1: a straight line */
  double *work; /* [n] */
} DdiLoess;

/* At @x, from the values @left … @right. NaN where all weights there are 0. */
double ddi_loess_at (const DdiLoess *self, double x, int left, int right);

/* At every value, @smooth [n]: worked out at each @jump-th and on straight lines between. Where nothing is near,
 * the last that was found. */
void ddi_loess_smooth (const DdiLoess *self, int jump, double *smooth);

G_END_DECLS
