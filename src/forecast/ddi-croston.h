/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Slow sellers, most of whose days are 0: the size z of what is sold when something is, and the days p between such
 * days, are smoothed each by itself, where a plain mean or smoothing is high just after a sale and low before one.
 *
 * On a day with a sale, the q-th since the last one:
 *   z = z' + α (y - z'),   p = p' + α (q - p'),   forecast z / p      (Croston 1972)
 * which is too high by the curvature of 1 / p, so
 *   forecast (1 - α / 2) z / p                                        (Syntetos & Boylan 2005, eq. 10)
 * Neither falls while nothing is sold. With the probability π of a sale instead, moved every day,
 *   π = π' + β (1 - π') with a sale, else π' - β π';   forecast π z   (Teunter, Syntetos & Babai 2011, eq. 2)
 *
 * The first sale starts z with itself, p with the days up to it and π with one over them. */
typedef enum
{
  DDI_CROSTON_PLAIN,
  DDI_CROSTON_UNBIASED, /* Syntetos & Boylan's */
  DDI_CROSTON_FADING,   /* Teunter, Syntetos & Babai's */
} DdiCrostonKind;

/* What is usual: Croston's and Syntetos & Boylan's α, and a slower β, for π moves every day. */
#define DDI_CROSTON_ALPHA 0.1
#define DDI_CROSTON_BETA 0.05

typedef struct
{
  double size;        /* z, pieces */
  double interval;    /* p, days */
  double probability; /* π */
  int since;          /* days since the last sale, or the first day */
  gboolean started;
} DdiCroston;

/* One day; y: pieces, NaN: a day that says nothing and is not counted. */
void ddi_croston_step (DdiCroston *self, double alpha, double beta, double y);
/* Pieces a day, the same for every day ahead; 0 before the first sale. */
double ddi_croston_forecast (const DdiCroston *self, DdiCrostonKind kind, double alpha);

G_END_DECLS
