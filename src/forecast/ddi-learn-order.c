/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "evaluate/ddi-newsvendor.h"
#include "forecast/ddi-forecast-private.h"
#include "forecast/ddi-learn.h"

#include <math.h>

/* Days before the end of an offer over which orders taper. */
#define TAPER_DAYS 3

/* What is left over on a product's last day is lost: its fractile falls to half in even steps over the last
 * TAPER_DAYS days of the offer. */
static double
fractile_of (const DdiLearn *learn, int s, DdiDay day)
{
  const DdiEngineRequest *request = learn->request;
  DdiDay end = ddi_panel_offer_end (request->panel, s);
  double fractile = request->fractile;

  if (request->fractiles && isfinite (request->fractiles[s]))
    fractile = request->fractiles[s];
  if (end != DDI_DAY_INVALID && end - day < TAPER_DAYS)
    fractile *= (TAPER_DAYS + MAX (end - day, 0)) / (2.0 * TAPER_DAYS);
  return fractile;
}

/* Quantiles of what is sold in the first @days rows of a series together: each day's distance from its
 * mean adds in squares, as between days that err alone. */
static void
add_days (const DdiForecast *forecast, int s, int days, double *kept)
{
  int horizon = forecast->horizon;
  const float *first = forecast->quantiles + (gsize)s * horizon * DDI_N_QUANTILES;
  double total = 0, today = 0, square = 0, today_square = 0;

  for (int i = 0; i < MIN (days, horizon); i++)
    {
      const float *q = first + (gsize)i * DDI_N_QUANTILES;
      double mean = 0, spread = 0;

      for (int k = 0; k < DDI_N_QUANTILES; k++)
        mean += q[k] / DDI_N_QUANTILES;
      for (int k = 0; k < DDI_N_QUANTILES; k++)
        spread += (q[k] - mean) * (q[k] - mean);
      total += mean;
      square += spread;
      if (i == 0)
        {
          today = mean;
          today_square = spread;
        }
    }
  for (int k = 0; k < DDI_N_QUANTILES; k++)
    kept[k] =
        MAX (total + (today_square > 0 ? sqrt (square / today_square) : 1) * (first[k] - today), first[k]);
}

void
ddi_learn_order (const DdiLearn *learn, DdiForecast *forecast, int s)
{
  const DdiEngineRequest *request = learn->request;

  for (int i = 0; i < request->horizon; i++)
    {
      gsize slot = (gsize)s * request->horizon + i;
      DdiForecastRow *row = forecast->rows + slot;
      double demand[DDI_N_QUANTILES], kept[DDI_N_QUANTILES];
      DdiOrderTerms terms = { .fractile = fractile_of (learn, s, row->day),
                              .pack_size = request->pack_sizes ? request->pack_sizes[s] : 1,
                              .display = request->displays ? request->displays[s] : 0,
                              .stock = request->stocks && i == 0 ? request->stocks[s] : 0 };
      int days = request->shelf_lives && i == 0 ? request->shelf_lives[s] : 1;
      DdiDay end = ddi_panel_offer_end (request->panel, s);

      if (row->explanation.open == 0 || row->note & (DDI_NOTE_CLOSED | DDI_NOTE_NOT_OFFERED))
        continue;
      if (end != DDI_DAY_INVALID)
        days = MIN (days, end - row->day + 1);
      for (int k = 0; k < DDI_N_QUANTILES; k++)
        demand[k] = kept[k] = forecast->quantiles[slot * DDI_N_QUANTILES + k];
      if (days > 1)
        add_days (forecast, s, days, kept);
      row->order_quantity = ddi_newsvendor_plan (demand, kept, DDI_N_QUANTILES, &terms);
    }
}
