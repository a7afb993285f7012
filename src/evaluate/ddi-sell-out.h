/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Demand D with this mean m and standard deviation s, of which only D >= c is known because nothing was left. It
 * is taken as gamma distributed, as in ddi_expected_lost(): with shape a = m² / s², scale θ = s² / m and pieces
 * that are whole,
 *
 *   E[D | D >= c] = m Q (a + 1, x) / Q (a, x),   x = (c - 1/2) / θ,
 *
 * the E step of a Tobit model (Tobin 1958; Amemiya 1985, ch. 10) with gamma errors. Normal errors leave about a
 * fifth of the bias of skewed demand, lognormal ones take away too much. Pieces; >= sold; at most three times the
 * larger of @sold and @mean, since beyond that the tail says nothing. */
double ddi_sell_out_expected (double sold, double mean, double sd);

/* E[(D - m)² | D >= c] from E[D² | D >= c] = m² (1 + 1 / a) Q (a + 2, x) / Q (a, x): the spread's own E step.
 * Pieces². */
double ddi_sell_out_square (double sold, double mean, double sd);

/* Which share of a window's counted days may be sell-outs before demand is not identifiable. */
#define DDI_SELL_OUT_IDENTIFIABLE 0.6

G_END_DECLS
