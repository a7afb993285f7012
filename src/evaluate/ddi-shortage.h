/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The standard deviation that a forecast's 80 % bounds imply, pieces. */
double ddi_spread_from_bounds (double lower, double upper);

/* Expected lost sales E[(D − q)⁺] when @quantity pieces are ordered and demand D has this @mean and
 * @spread (standard deviation), pieces, all ≥ 0. D is taken as gamma distributed: never negative,
 * skewed to the right, and closed under this integral. Expected waste follows without another
 * integral: E[(q − D)⁺] = lost + q − mean, so the two always agree with the order. */
double ddi_expected_lost (double mean, double spread, double quantity);

G_END_DECLS
