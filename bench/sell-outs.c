/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How much of the sell-outs' bias the engine takes away: sell-outs [SERIES DAYS].
 * Demand is made up and therefore known: gamma-Poisson around level × weekday, with no
 * season, which would add a lag of its own to the bias. Every day a shelf
 * is filled with that expectation times a factor, so that a chosen share of days ends with nothing left, and what
 * is recorded is the smaller of the two. Prints, a share of sell-out days a line, the bias of the next four weeks'
 * forecast against the true expectation: of the engine that takes sales as demand, of the engine that is told
 * which days sold out, and the share of the first that is gone. */
#include "forecast/ddi-engine.h"

#include <math.h>
#include <stdlib.h>

#define PRODUCTS 10
#define FIRST 18000
#define HORIZON 28
/* Var D = m + m² / SHAPE: about 30 % day to day, as the shops of a chain have. */
#define SHAPE 12.0
/* Draws from which the shelf's factor is found. */
#define DRAWS 20000

/* Gamma of mean 1 and the whole shape k as a sum of exponentials. */
static double
gamma_of_mean_one (GRand *rand)
{
  double sum = 0;

  for (int i = 0; i < (int)SHAPE; i++)
    sum -= log (1 - g_rand_double (rand));
  return sum / SHAPE;
}

/* Poisson by the gaps of its process; means here are below a few hundred. */
static int
poisson (GRand *rand, double mean)
{
  int n = -1;

  for (double t = 0; t <= mean; n++)
    t -= log (1 - g_rand_double (rand));
  return n;
}

static int
draw_demand (GRand *rand, double expected)
{
  return poisson (rand, expected * gamma_of_mean_one (rand));
}

static double
expected_demand (double level, DdiDay day)
{
  static const double profile[7] = { 0.8, 0.75, 0.8, 0.9, 1.0, 1.35, 1.4 };

  return level * profile[ddi_day_weekday (day)];
}

static int
compare (const void *a, const void *b)
{
  double x = *(const double *)a, y = *(const double *)b;

  return (x > y) - (x < y);
}

/* The shelf, as a factor of expected demand, that is emptied on this share of days. */
static double
shelf_factor (GRand *rand, double level, double share)
{
  g_autofree double *ratio = g_new (double, DRAWS);

  for (int i = 0; i < DRAWS; i++)
    ratio[i] = draw_demand (rand, level) / level;
  qsort (ratio, DRAWS, sizeof *ratio, compare);
  return ratio[(int)((1 - share) * (DRAWS - 1))];
}

typedef struct
{
  double level; /* pieces on a usual day */
  double shelf; /* factor */
} Shop;

typedef struct
{
  int n_series, n_days;
  double share;  /* of days that sell out */
  gboolean told; /* the engine is told which */
} Trial;

typedef struct
{
  double bias;  /* of the expectation, a share of it */
  double share; /* of days that did sell out */
} Finding;

static Finding
run (const Trial *trial)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (7);
  g_autoptr (DdiPanel) panel = ddi_panel_new (FIRST, trial->n_days);
  g_autoptr (DdiForecast) forecast = NULL;
  g_autofree Shop *shops = g_new (Shop, trial->n_series);
  DdiEngineRequest request;
  const DdiForecastRow *rows;
  double truth = 0, predicted = 0, sold_out = 0;
  gsize n_rows;

  for (int s = 0; s < trial->n_series; s++)
    {
      g_autofree char *store = g_strdup_printf ("Store %d", s / PRODUCTS);
      g_autofree char *product = g_strdup_printf ("Product %d", s % PRODUCTS);
      int series = ddi_panel_add_series (panel, ddi_panel_add_store (panel, store),
                                         ddi_panel_add_product (panel, product, NULL));

      shops[s].level = exp (g_rand_double_range (rand, 2, 5));
      shops[s].shelf = shelf_factor (rand, shops[s].level, trial->share);
      for (int t = 0; t < trial->n_days; t++)
        {
          double expected = expected_demand (shops[s].level, FIRST + t);
          int made = (int)lround (expected * shops[s].shelf), demand = draw_demand (rand, expected);
          gboolean out = demand >= made;

          sold_out += out;
          ddi_panel_set (panel, series, FIRST + t, MIN (demand, made),
                         out && trial->told ? DDI_CELL_SOLD_OUT : DDI_CELL_PLAIN);
        }
    }
  ddi_engine_request_init (&request, panel);
  request.horizon = HORIZON;
  forecast = ddi_engine_run (&request, NULL);
  rows = ddi_forecast_rows (forecast, &n_rows);
  for (gsize i = 0; i < n_rows; i++)
    {
      predicted += rows[i].predicted;
      truth += expected_demand (shops[rows[i].series].level, rows[i].day);
    }
  return (Finding){ predicted / truth - 1, sold_out / trial->n_series / trial->n_days };
}

int
main (int argc, char **argv)
{
  static const double shares[] = { 0.001, 0.1, 0.2, 0.3, 0.4, 0.5 };
  Trial trial = { .n_series = argc > 2 ? atoi (argv[1]) : 100, .n_days = argc > 2 ? atoi (argv[2]) : 730 };

  for (gsize i = 0; i < G_N_ELEMENTS (shares); i++)
    {
      Finding plain, told;

      trial.share = shares[i];
      trial.told = FALSE;
      plain = run (&trial);
      trial.told = TRUE;
      told = run (&trial);
      g_print ("sell_outs %.3f bias_of_sales %+.4f bias %+.4f removed %.3f\n", plain.share, plain.bias,
               told.bias, 1 - fabs (told.bias) / fabs (plain.bias));
    }
  return 0;
}
