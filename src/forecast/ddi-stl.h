/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Seasonal-trend decomposition by LOESS: y = season + trend + remainder (Cleveland, Cleveland, McRae &
 * Terpenning 1990). */
typedef struct
{
  int period;        /* steps a season, >= 2 */
  int season_window; /* same seasons that one is smoothed over, odd; 0: it is the same in every period */
  int trend_window; /* steps, odd; 0: the least odd >= 1.5 period / (1 - 1.5 / season window) (section 3.4) */
  /* Rounds with less weight for what is far off: five do, fifteen are plenty (section 3.6); 0: not robust. */
  int robust_rounds;
} DdiStl;

/* Numbers that a decomposition of n steps works in. */
gsize ddi_stl_size (int n, int period);

/* Decomposes y[n] (NaN: missing, of no weight) into @season [n] and @trend [n], which are known on every step.
 * @work [ddi_stl_size ()]. FALSE where it is not longer than two periods. Allocates nothing. Cost of each of two
 * passes: n × the windows' widths / 10, for smooths are worked out at each tenth of a window and are straight between. */
gboolean ddi_stl_decompose (const DdiStl *self, const double *y, int n, double *season, double *trend,
                            double *work);

G_END_DECLS
