/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* The values of models-reference.txt, which models-reference.R made. */

/* Of that name, for the life of the test; a name that is not there fails. */
const double *reference (const char *name, int *n);
/* That x[n] are those values, each within @tolerance of the values' own size. */
void reference_assert (const char *name, const double *x, int n, double tolerance);

/* Series that no shop has: nothing but zeros, a constant, a spike, one day, nothing known, mostly unknown, a
 * trillion, next to nothing, a weekday never known, a fall through zero, whole random pieces; from @kind 0 to
 * N_STRANGE - 1. */
#define N_STRANGE 11
void strange_series (int kind, double *y, int n);
/* That every one of x[n] is a number and not negative. */
void assert_sound (const double *x, int n);
