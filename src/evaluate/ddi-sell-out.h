/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Mean absolute deviation to standard deviation of a normal error: sqrt(pi / 2). */
#define DDI_MEAN_TO_SD 1.2533141373155003

/* Demand D ~ N(mean, sd), of which only "at least @sold" is known because nothing was left:
 *
 *   E[D | D >= c] = m + s phi(z) / (1 - Phi(z)),   z = (c - m) / s
 *
 * the E step of the Tobit model (Tobin 1958; Nahmias 1994 for newsvendors). Pieces; >= sold; at most
 * three times the larger of @sold and @mean, since beyond that the normal tail says nothing. */
double ddi_sell_out_expected (double sold, double mean, double sd);

/* Which share of a window's counted days may be sell-outs before demand is not identifiable. */
#define DDI_SELL_OUT_IDENTIFIABLE 0.6

G_END_DECLS
