/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Beyond this shape the gamma is as good as normal (skew below 0.02), and its series grow long. */
#define DDI_GAMMA_NORMAL_SHAPE 1e4

/* Q(a, x) = Γ(a, x) / Γ(a): the chance that a gamma variate of shape @a > 0 and scale 1 exceeds @x; 1 where
 * x <= 0. To 1e-12 up to DDI_GAMMA_NORMAL_SHAPE. */
double ddi_gamma_exceeds (double a, double x);

G_END_DECLS
