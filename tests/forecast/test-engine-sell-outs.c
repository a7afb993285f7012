/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "district.h"
#include "forecast/ddi-engine-state.h"
#include "forecast/ddi-intraday.h"
#include "forecast/ddi-spill.h"

/* Shops with known demand of which shelves, closing times and other products' empty shelves hide or add a part. */

#define STORES 3
#define PRODUCTS 4
#define DAYS 500
#define HORIZON 14
#define OPENS (6 * 60)
#define CLOSES (18 * 60)

typedef struct
{
  double kappa;   /* how demand is spread over the day */
  double shelf;   /* stock over what is expected; 0: always enough */
  double vary;    /* spread of its log from day to day */
  double spill;   /* of those who find a shelf empty, the share that takes another product of the category */
  double busy;    /* spread of the log of a shop's day */
  gboolean timed; /* the time of selling out is known */
  guint short_days;       /* one day in so many the shop closes at noon, which is known; 0: never */
  gboolean counted_whole; /* … but is not told */
} World;

static double
usual (int store, int product, int t)
{
  static const double profile[7] = { 0.9, 0.85, 0.9, 1.0, 1.1, 1.2, 1.05 };

  return 50 * (1 + 0.2 * store) * (1 + 0.2 * product) * profile[ddi_day_weekday (DISTRICT_FIRST + t)];
}

/* One shop's day. */
static void
draw_day (const World *world, GRand *rand, DdiPanel *panel, int store, int t)
{
  double demand[PRODUCTS], stock[PRODUCTS], lacking[2] = { 0 }, left[2] = { 0 };
  double busy = exp (world->busy * district_normal (rand));
  gboolean is_short = world->short_days > 0 && ((guint)t * 2654435761u >> 8) % world->short_days == 0;

  for (int p = 0; p < PRODUCTS; p++)
    {
      demand[p] = usual (store, p, t) * busy * exp (0.2 * district_normal (rand) - 0.02);
      stock[p] = world->shelf > 0
                     ? usual (store, p, t) * world->shelf * exp (world->vary * district_normal (rand))
                     : 1e6;
      if (demand[p] > stock[p])
        lacking[p / 2] += demand[p] - stock[p];
      else
        left[p / 2] += usual (store, p, t);
    }
  for (int p = 0; p < PRODUCTS; p++)
    {
      int series = ddi_panel_add_series (panel, store, p);
      gboolean out = demand[p] > stock[p];
      double asked = demand[p];

      if (!out && left[p / 2] > 0)
        asked = MIN (asked + world->spill * lacking[p / 2] * usual (store, p, t) / left[p / 2], stock[p]);
      if (is_short)
        {
          asked = demand[p] * ddi_intraday_share (world->kappa, 0.5);
          out = FALSE;
          if (!world->counted_whole)
            ddi_panel_set_ended (panel, series, DISTRICT_FIRST + t, (OPENS + CLOSES) / 2);
        }
      ddi_panel_set (panel, series, DISTRICT_FIRST + t, round (out ? stock[p] : asked),
                     out ? DDI_CELL_SOLD_OUT : DDI_CELL_PLAIN);
      if (out && world->timed)
        {
          double u = 1 - pow (1 - stock[p] / demand[p], 1 / world->kappa);

          ddi_panel_set_ended (panel, series, DISTRICT_FIRST + t, OPENS + (int)(u * (CLOSES - OPENS)));
        }
    }
}

static DdiPanel *
new_panel (const World *world, guint32 seed)
{
  static const char *const categories[2] = { "Rings", "Holes" };
  g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
  DdiPanel *panel = ddi_panel_new (DISTRICT_FIRST, DAYS);

  for (int store = 0; store < STORES; store++)
    {
      g_autofree char *name = g_strdup_printf ("Store %d", store);

      ddi_panel_add_store (panel, name);
      ddi_panel_set_hours (panel, store, OPENS, CLOSES);
    }
  for (int product = 0; product < PRODUCTS; product++)
    {
      g_autofree char *name = g_strdup_printf ("Product %d", product);

      ddi_panel_add_product (panel, name, categories[product / 2]);
    }
  for (int store = 0; store < STORES; store++)
    for (int t = 0; t < DAYS; t++)
      draw_day (world, rand, panel, store, t);
  return panel;
}

/* Forecast over truth, less one, over two weeks. */
static double
find_bias (const DdiPanel *panel)
{
  g_autoptr (DdiForecast) forecast = district_forecast (panel, HORIZON, 1);
  const DdiForecastRow *rows = ddi_forecast_rows (forecast, NULL);
  double predicted = 0, truth = 0;

  district_assert_sound (forecast);
  for (int s = 0; s < STORES * PRODUCTS; s++)
    for (int i = 0; i < HORIZON; i++)
      {
        predicted += rows[s * HORIZON + i].predicted;
        truth += usual (ddi_panel_series_store (panel, s), ddi_panel_series_product (panel, s), DAYS + i);
      }
  return predicted / truth - 1;
}

static double
bias_of (const World *world, guint32 seed)
{
  double sum = 0;

  for (guint32 k = 0; k < 4; k++)
    {
      g_autoptr (DdiPanel) panel = new_panel (world, seed + k);

      sum += find_bias (panel) / 4;
    }
  return sum;
}

/* Shelves that are nearly always empty: the sales alone hide demand that the times show. */
static void
test_times_tell (void)
{
  World world = { .kappa = 1, .shelf = 0.65, .vary = 0.05 };
  double untimed = bias_of (&world, 100), timed;

  world.timed = TRUE;
  timed = bias_of (&world, 100);
  g_test_message ("untimed %+.4f timed %+.4f", untimed, timed);
  g_assert_cmpfloat (fabs (timed), <, 0.04);
  g_assert_cmpfloat (fabs (timed), <, 0.5 * fabs (untimed));
}

/* The same where most of the day's demand comes in the morning, which the times themselves show. */
static void
test_morning_shop (void)
{
  World world = { .kappa = 2.2, .shelf = 1, .vary = 0.15, .timed = TRUE };
  double bias = bias_of (&world, 200);

  g_test_message ("bias %+.4f", bias);
  g_assert_cmpfloat (fabs (bias), <, 0.05);
}

/* Days that end at noon say what half a day says. */
static void
test_short_days (void)
{
  World world = { .kappa = 1, .short_days = 5 };
  double told = bias_of (&world, 300), untold;

  world.counted_whole = TRUE;
  untold = bias_of (&world, 300);
  g_test_message ("told %+.4f untold %+.4f", told, untold);
  g_assert_cmpfloat (fabs (told), <, 0.02);
  g_assert_cmpfloat (untold, <, -0.05);
}

/* A day to come that ends at noon is forecast as half of one, though none was ever seen. */
static void
test_planned_end (void)
{
  World world = { .kappa = 1 };
  g_autoptr (DdiPanel) panel = new_panel (&world, 400), plain = new_panel (&world, 400);
  g_autoptr (DdiForecast) forecast = NULL, usual_forecast = NULL;
  const DdiForecastRow *rows, *other;

  ddi_panel_add_event (panel, &(DdiEvent){ .name = "Stock taking",
                                           .kind = DDI_EVENT_CLOSURE,
                                           .first = DISTRICT_FIRST + DAYS + 2,
                                           .last = DISTRICT_FIRST + DAYS + 2,
                                           .store = 0,
                                           .expected_effect = NAN,
                                           .closes_at = (OPENS + CLOSES) / 2 });
  forecast = district_forecast (panel, HORIZON, 1);
  usual_forecast = district_forecast (plain, HORIZON, 1);
  rows = ddi_forecast_rows (forecast, NULL);
  other = ddi_forecast_rows (usual_forecast, NULL);
  g_assert_cmpfloat_with_epsilon (rows[2].predicted / other[2].predicted, 0.5, 0.02);
  g_assert_false (rows[2].note & DDI_NOTE_EVENT_UNKNOWN);
  g_assert_cmpfloat_with_epsilon (rows[4].predicted / other[4].predicted, 1, 0.02);
}

/* Almost always empty at a time nobody wrote down: demand cannot be known, and the note says what to do. Where the
 * time is known, so is demand. */
static void
test_not_identifiable (void)
{
  World world = { .kappa = 1, .shelf = 0.7 };

  for (int timed = 0; timed < 2; timed++)
    {
      g_autoptr (DdiPanel) panel = NULL;
      g_autoptr (DdiForecast) forecast = NULL;

      world.timed = timed;
      panel = new_panel (&world, 500);
      forecast = district_forecast (panel, HORIZON, 1);
      for (int s = 0; s < STORES * PRODUCTS; s++)
        g_assert_cmpint (!!(ddi_forecast_rows (forecast, NULL)[s * HORIZON].note & DDI_NOTE_RAISE_ORDER), ==,
                         !timed);
    }
}

/* ---- what comes from empty shelves beside ---- */

/* Where those who find a shelf empty take another, what the other sold is more than is asked of it; the bias of
 * taking it for its own demand goes. */
static void
test_spill (void)
{
  World world = { .kappa = 1, .shelf = 1.0, .vary = 0.25, .spill = 0.6, .busy = 0.1 };
  World none = world;
  double with, without;
  g_autoptr (DdiPanel) panel = new_panel (&world, 600);
  g_autoptr (DdiForecast) forecast = district_forecast (panel, HORIZON, 1);
  double told = 0;

  none.spill = 0;
  with = bias_of (&world, 600);
  without = bias_of (&none, 600);
  g_test_message ("with %+.4f without %+.4f", with, without);
  for (int s = 0; s < STORES * PRODUCTS; s++)
    told += ddi_forecast_rows (forecast, NULL)[s * HORIZON].explanation.spill / (STORES * PRODUCTS);
  g_test_message ("told %.4f", told);
  g_assert_cmpfloat (told, <, 0.985);
  g_assert_cmpfloat (fabs (with - without), <, 0.015);
}

/* A stored state sees what came from empty shelves on the days since, as a whole run does. */
static void
test_spill_updated (void)
{
  World world = { .kappa = 1, .shelf = 0.9, .vary = 0.25, .spill = 0.8, .busy = 0.1 };
  g_autoptr (DdiPanel) panel = new_panel (&world, 600);
  g_autoptr (DdiForecast) kept = NULL, updated = NULL, full = NULL;
  g_autoptr (DdiEngineState) state = NULL, loaded = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) error = NULL;
  DdiEngineRequest request;
  double off = 0, told = 0;

  ddi_engine_request_init (&request, panel);
  request.from -= 28;
  kept = ddi_engine_run_keeping (&request, TRUE, &state, &error);
  g_assert_no_error (error);
  bytes = ddi_engine_state_save (state);
  loaded = ddi_engine_state_load (bytes);
  g_assert_nonnull (loaded);
  request.from += 28;
  updated = ddi_engine_update (loaded, &request, &error);
  g_assert_no_error (error);
  full = ddi_engine_run (&request, &error);
  g_assert_no_error (error);
  for (int s = 0; s < STORES * PRODUCTS; s++)
    {
      const DdiForecastRow *a = ddi_forecast_rows (updated, NULL) + s * request.horizon;
      const DdiForecastRow *b = ddi_forecast_rows (full, NULL) + s * request.horizon;

      told += fabs (a->explanation.spill - b->explanation.spill) / (STORES * PRODUCTS);
      off +=
          fabs (a->explanation.level * a->explanation.spill / (b->explanation.level * b->explanation.spill) -
                1) /
          (STORES * PRODUCTS);
    }
  g_test_message ("levels %.4f and shares %.4f off", off, told);
  g_assert_cmpfloat (told, <, 0.004);
  g_assert_cmpfloat (off, <, 0.004);
}

/* The share itself, from cells drawn from the model: with and without, on busy and on quiet days. */
static double
find_share (double spill, double busy, guint32 seed)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
  DdiSpillCell cells[4 * 600];
  DdiSpillGroup group = { .n_series = 4, .n_days = 600, .category = 0, .cells = cells };
  DdiSpillSums sums = { 0 };
  double share;

  for (int t = 0; t < 600; t++)
    {
      double demand[4], stock[4], lacking = 0, left = 0, day = exp (busy * district_normal (rand));

      for (int i = 0; i < 4; i++)
        {
          demand[i] = 60 * day * exp (0.15 * district_normal (rand));
          stock[i] = 60 * exp (0.3 * district_normal (rand) + 0.1);
          if (demand[i] > stock[i])
            lacking += demand[i] - stock[i];
          else
            left += 60;
        }
      for (int i = 0; i < 4; i++)
        {
          gboolean out = demand[i] > stock[i];
          double sold = out ? stock[i] : demand[i] + (left > 0 ? spill * lacking * 60 / left : 0);

          cells[i * 600 + t] = (DdiSpillCell){
            .expected = 60, .sold = (float)sold, .demand = (float)(out ? demand[i] : sold), .sold_out = out
          };
        }
    }
  ddi_spill_sums_add (&sums, &group);
  ddi_spill_shares (&sums, 1, &share);
  return share;
}

static void
test_share (void)
{
  double half = 0, none = 0;

  for (guint32 k = 0; k < 6; k++)
    {
      half += find_share (0.5, 0.1, 700 + k) / 6;
      none += find_share (0, 0.15, 800 + k) / 6;
    }
  g_test_message ("half %.3f none %.3f", half, none);
  g_assert_cmpfloat_with_epsilon (half, 0.5, 0.15);
  g_assert_cmpfloat (none, <, 0.05);
}

/* ---- the spread over the day ---- */

static void
test_kappa (void)
{
  static const double truths[] = { 0.6, 1, 1.8, 3 };

  for (gsize k = 0; k < G_N_ELEMENTS (truths); k++)
    {
      g_autoptr (GRand) rand = g_rand_new_with_seed (900 + (guint32)k);
      g_autoptr (GArray) cells = g_array_new (FALSE, FALSE, sizeof (DdiIntradayCell));
      double kappa[2];

      while (cells->len < 1500)
        {
          double demand = exp (0.3 * district_normal (rand) - 0.045),
                 stock = g_rand_double_range (rand, 0.7, 1.2);

          if (demand > stock)
            g_array_append_vals (cells,
                                 &(DdiIntradayCell){ 0, 1 - pow (1 - stock / demand, 1 / truths[k]), stock },
                                 1);
        }
      ddi_intraday_fit ((const DdiIntradayCell *)cells->data, cells->len, 2, 0.3, kappa);
      g_assert_cmpfloat_with_epsilon (log (kappa[0]), log (truths[k]), 0.15);
      /* A store without times leans on the chain. */
      g_assert_cmpfloat_with_epsilon (log (kappa[1]), log (truths[k]), 0.25);
      ddi_intraday_fit (NULL, 0, 2, 0.3, kappa);
      g_assert_cmpfloat (kappa[0], ==, 1);
    }
}

/* Closed forms: all seen, nothing seen, and the mean of demand drawn from the model given what was sold. */
static void
test_whole_day (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (950);
  double sum = 0;
  int n = 0;

  g_assert_cmpfloat (ddi_intraday_whole_day (37, 1, 50, 100), ==, 37);
  g_assert_cmpfloat_with_epsilon (ddi_intraday_whole_day (0, 0, 50, 100), 50, 1e-9);
  g_assert_cmpfloat_with_epsilon (ddi_intraday_whole_day (20, 0.5, NAN, 100), 40, 1e-9);
  /* λ normal with mean 100 and spread 10; of a Poisson (0.4 λ) that gave 48 the rest is Poisson (0.6 λ). */
  while (n < 20000)
    {
      double lambda = 100 + 10 * district_normal (rand);
      int sold = (int)lround (0.4 * lambda + sqrt (0.4 * lambda) * district_normal (rand));

      if (sold != 48)
        continue;
      sum += sold + 0.6 * lambda;
      n++;
    }
  g_assert_cmpfloat_with_epsilon (ddi_intraday_whole_day (48, 0.4, 100, 100), sum / n, 0.6);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/forecast/engine-sell-outs/kappa", test_kappa);
  g_test_add_func ("/forecast/engine-sell-outs/whole-day", test_whole_day);
  g_test_add_func ("/forecast/engine-sell-outs/times-tell", test_times_tell);
  g_test_add_func ("/forecast/engine-sell-outs/morning-shop", test_morning_shop);
  g_test_add_func ("/forecast/engine-sell-outs/short-days", test_short_days);
  g_test_add_func ("/forecast/engine-sell-outs/planned-end", test_planned_end);
  g_test_add_func ("/forecast/engine-sell-outs/not-identifiable", test_not_identifiable);
  g_test_add_func ("/forecast/engine-sell-outs/share", test_share);
  g_test_add_func ("/forecast/engine-sell-outs/spill", test_spill);
  g_test_add_func ("/forecast/engine-sell-outs/spill-updated", test_spill_updated);
  return g_test_run ();
}
