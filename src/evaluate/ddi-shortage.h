/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* z with P(|Z| <= z) = @coverage of a normal Z: how many standard deviations a range that holds this share (0 … 0.999)
 * reaches to either side. */
double ddi_range_reach (double coverage);

/* The standard deviation that a forecast's bounds imply where they are to hold the share @coverage, pieces. */
double ddi_spread_from_bounds (double lower, double upper, double coverage);

/* Expected lost sales E[(D − q)⁺] when @quantity pieces are ordered and demand D has this @mean and
 * @spread (standard deviation), pieces, all ≥ 0. D is taken as gamma distributed: never negative,
 * skewed to the right, and closed under this integral. Expected waste follows without another
 * integral: E[(q − D)⁺] = lost + q − mean, so the two always agree with the order. */
double ddi_expected_lost (double mean, double spread, double quantity);

G_END_DECLS
