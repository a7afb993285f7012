/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Classical decomposition of y[n] (NaN: missing) with a season of @period steps:
 *
 *   T(t) = Σ w(i) y(t + i),   S(k) = mean over t = k mod period of y(t) / T(t), or of y(t) - T(t),
 *
 * w the weights of one period centred on t, with half of one at both ends where it is even, over the values that
 * are known. @season [period] becomes the mean ratio, 1 on average (@ratio), or difference, 0 on average; 1 or 0
 * where nothing is known of it. Allocates nothing; O(n × period).
 * Source: Persons (1919); as in Makridakis, Wheelwright & Hyndman (1998), chapter 3. */
void ddi_classical_seasons (const double *y, int n, int period, gboolean ratio, double *season);

/* Whether y[n] has a season of @period steps, at 90 %: its autocorrelation there against Bartlett's (1946)
 * standard error,
 *
 *   |r(m)| > 1.645 √((1 + 2 Σ r(i)²) / n),   i = 1 … m - 1,
 *
 * as the theta method has it (Assimakopoulos & Nikolopoulos 2000; Fiorucci et al. 2016, section 4). Over pairs of
 * which both are known. FALSE in less than two periods, and for a constant. O(n × period). */
gboolean ddi_classical_is_seasonal (const double *y, int n, int period);

G_END_DECLS
