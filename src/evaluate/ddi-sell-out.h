/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Demand D with this mean m and standard deviation s, taken as lognormal since demand errs by factors,
 * of which only D >= c is known because nothing was left:
 *
 *   E[D | D >= c] = m Phi (σ - z) / Phi (-z),   σ² = log (1 + s² / m²),   z = (log (c / m) + σ² / 2) / σ
 *
 * the E step of a Tobit model (Tobin 1958; Amemiya 1985, ch. 10) on logs. Pieces; >= sold; at most three
 * times the larger of @sold and @mean, since beyond that the tail says nothing. */
double ddi_sell_out_expected (double sold, double mean, double sd);

/* E[(D - m)² | D >= c] from E[D² | D >= c] = m² exp σ² Phi (2σ - z) / Phi (-z): the spread's own E
 * step. Pieces². */
double ddi_sell_out_square (double sold, double mean, double sd);

/* Which share of a window's counted days may be sell-outs before demand is not identifiable. */
#define DDI_SELL_OUT_IDENTIFIABLE 0.6

G_END_DECLS
