/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* One product's day that is known: what was made and what was sold of it. */
typedef struct
{
  double made, sold; /* pieces, sold <= made or not */
  gboolean sold_out; /* demand was at least what was sold */
  double mean;       /* of the demand as it was forecast; NaN: it was not */
  double spread;     /* its standard deviation, pieces */
} DdiWhatIfDay;

/* What an order of @quantity pieces would have come to, pieces. */
typedef struct
{
  double wasted;
  double lost; /* sales */
} DdiWhatIfOutcome;

/* Where the day was not sold out its demand is known: what was sold. Where it was, demand D is the forecast's
 * gamma distribution given D >= sold; without a forecast, what was sold. */
DdiWhatIfOutcome ddi_what_if (const DdiWhatIfDay *day, double quantity);

G_END_DECLS
