/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What a figure of the page means, in plain words. */

/* Whether forecasts are too high or too low on average, by @lean (a share of what was sold; NaN: not known), as the
 * words above the figure. */
const char *ddi_accuracy_lean_caption (double lean);
/* Why another share of the days is @inside the range than is @meant to be, or NULL where it is about the same, or no day
 * is set apart. @above: the share above it. Of the @n_sold_out days that are set apart most would be above it, since the
 * order runs out before the range's end: what is left is within it, or below, more often. (transfer full) */
char *ddi_accuracy_explain_range (double inside, double above, double meant, gint64 n_sold_out);

G_END_DECLS
