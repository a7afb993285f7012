/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "evaluate/ddi-what-if.h"

#include <math.h>

#include "evaluate/ddi-shortage.h"

/* A tail with less weight says nothing that the arithmetic could tell from its own noise. */
#define MIN_TAIL 1e-6

static DdiWhatIfOutcome
known_demand (double demand, double quantity)
{
  return (DdiWhatIfOutcome){ fmax (0, quantity - demand), fmax (0, demand - quantity) };
}

/* With L(q) = E(D − q)⁺ and P = P(D ≥ s), for q ≥ s
 *
 *   lost = L(q) / P,   wasted = q − s − L(s) / P + lost,
 *
 * and for q < s all is sold and lost = s − q + L(s) / P. P = −L'(s), by the difference over one piece. */
static DdiWhatIfOutcome
censored_demand (const DdiWhatIfDay *day, double quantity)
{
  double at = ddi_expected_lost (day->mean, day->spread, day->sold);
  double tail = ddi_expected_lost (day->mean, day->spread, fmax (0, day->sold - 0.5)) -
                ddi_expected_lost (day->mean, day->spread, day->sold + 0.5);
  double lost;

  if (!(tail > MIN_TAIL))
    return known_demand (day->sold, quantity);
  if (quantity < day->sold)
    return (DdiWhatIfOutcome){ 0, day->sold - quantity + at / tail };
  lost = ddi_expected_lost (day->mean, day->spread, quantity) / tail;
  return (DdiWhatIfOutcome){ fmax (0, quantity - day->sold - at / tail + lost), lost };
}

DdiWhatIfOutcome
ddi_what_if (const DdiWhatIfDay *day, double quantity)
{
  gboolean unknown = day->sold_out && isfinite (day->mean) && isfinite (day->spread) && day->spread > 0;

  return unknown ? censored_demand (day, quantity) : known_demand (day->sold, quantity);
}
