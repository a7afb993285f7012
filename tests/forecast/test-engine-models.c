/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "district.h"
#include "forecast/ddi-engine-state.h"

/* Slow sellers and new products within the engine: which model forecasts them, and how well. */

#define N_DAYS 560
#define N_SLOW 12

/* Poisson (Knuth 1969). */
static int
poisson (GRand *rand, double mean)
{
  double limit = exp (-mean), product = g_rand_double (rand);
  int n = 0;

  while (product > limit)
    {
      product *= g_rand_double (rand);
      n++;
    }
  return n;
}

static gboolean
is_croston (const char *model)
{
  return g_str_equal (model, "croston") || g_str_equal (model, "sba") || g_str_equal (model, "tsb");
}

/* Slow sellers of @rate pieces a day beside one bread that sells a hundred. */
static DdiPanel *
slow_panel (double rate, int n_days, guint32 seed)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
  DdiPanel *panel = ddi_panel_new (DISTRICT_FIRST, n_days);
  int store = ddi_panel_add_store (panel, "Store");

  for (int k = 0; k <= N_SLOW; k++)
    {
      g_autofree char *name = g_strdup_printf ("Product %d", k);

      ddi_panel_add_series (panel, store, ddi_panel_add_product (panel, name, NULL));
    }
  for (int t = 0; t < n_days; t++)
    for (int k = 0; k <= N_SLOW; k++)
      ddi_panel_set (panel, k, DISTRICT_FIRST + t, poisson (rand, k == 0 ? 100 : rate), DDI_CELL_PLAIN);
  return panel;
}

/* Slow sellers mostly have a model of their own, which is near their rate; what sells well never has. */
static void
test_slow_sellers (void)
{
  guint32 seed = (guint32)g_test_rand_int ();
  g_autoptr (DdiPanel) panel = slow_panel (0.3, N_DAYS, seed);
  g_autoptr (DdiForecast) forecast = district_forecast (panel, 7, 1);
  gsize n_rows;
  const DdiForecastRow *rows = ddi_forecast_rows (forecast, &n_rows);
  double sum = 0, off = 0;
  int own = 0;

  district_assert_sound (forecast);
  for (gsize i = 0; i < n_rows; i++)
    if (rows[i].series == 0)
      g_assert_cmpstr (rows[i].model, ==, "combination");
    else
      {
        int n_models;
        const DdiModelAccuracy *accuracy = ddi_forecast_accuracy (forecast, rows[i].series, &n_models);

        /* What it did in the backtest stands under its own name. */
        g_assert_cmpint (n_models, ==, 2);
        g_assert_cmpstr (accuracy[0].model, ==, rows[i].model);
        g_assert_cmpstr (accuracy[1].model, ==, "rule_of_thumb");
        own += is_croston (rows[i].model);
        g_assert_cmpint (is_croston (rows[i].model), ==, (rows[i].note & DDI_NOTE_SLOW_SELLER) != 0);
        sum += rows[i].predicted;
        off += fabs (rows[i].predicted - 0.3);
        /* Nothing is combined: what is left is what the sums move. */
        if (is_croston (rows[i].model))
          g_assert_cmpfloat_with_epsilon (rows[i].explanation.combination, 1, 0.25);
      }
  g_test_message ("seed %u: %d of %d rows, mean %g, off %g", seed, own, 7 * N_SLOW, sum / (7 * N_SLOW),
                  off / (7 * N_SLOW));
  g_assert_cmpint (own, >=, 7 * N_SLOW / 2);
  g_assert_cmpfloat_with_epsilon (sum / (7 * N_SLOW), 0.3, 0.08);
  g_assert_cmpfloat (off / (7 * N_SLOW), <, 0.15);
}

/* A piece a day and more is the combination's. */
static void
test_not_slow (void)
{
  g_autoptr (DdiPanel) panel = slow_panel (1.6, N_DAYS, (guint32)g_test_rand_int ());
  g_autoptr (DdiForecast) forecast = district_forecast (panel, 7, 1);
  gsize n_rows;
  const DdiForecastRow *rows = ddi_forecast_rows (forecast, &n_rows);

  for (gsize i = 0; i < n_rows; i++)
    g_assert_cmpstr (rows[i].model, ==, "combination");
}

/* The model is chosen from earlier days: those from the origin on change nothing. A state keeps it, by way of its
 * file too. */
static void
test_slow_sellers_kept (void)
{
  guint32 seed = (guint32)g_test_rand_int ();
  g_autoptr (DdiPanel) shorter = slow_panel (0.3, N_DAYS - 7, seed), whole = slow_panel (0.3, N_DAYS, seed);
  g_autoptr (DdiForecast) first = NULL, later = NULL, early = NULL;
  g_autoptr (DdiEngineState) state = NULL, loaded = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) error = NULL;
  DdiEngineRequest request;
  const DdiForecastRow *x, *y, *z;
  gsize n_rows;

  ddi_engine_request_init (&request, shorter);
  first = ddi_engine_run_keeping (&request, TRUE, &state, &error);
  g_assert_no_error (error);
  bytes = ddi_engine_state_save (state);
  loaded = ddi_engine_state_load (bytes);
  g_assert_nonnull (loaded);
  request.panel = whole;
  early = ddi_engine_run (&request, &error);
  g_assert_no_error (error);
  request.from += 7;
  later = ddi_engine_update (loaded, &request, &error);
  g_assert_no_error (error);
  district_assert_sound (later);
  x = ddi_forecast_rows (first, &n_rows);
  y = ddi_forecast_rows (early, NULL);
  z = ddi_forecast_rows (later, NULL);
  for (gsize i = 0; i < n_rows; i++)
    {
      g_assert_cmpstr (x[i].model, ==, y[i].model);
      g_assert_cmpfloat (x[i].predicted, ==, y[i].predicted);
      g_assert_cmpstr (x[i].model, ==, z[i].model);
      if (is_croston (z[i].model))
        g_assert_cmpfloat (z[i].predicted, <, 1.5);
    }
}

/* Five stores, of sizes 1 to 5, with three products of two categories; the last store has had the product that
 * others sell 40 times their size of (@lone: nobody else does) for @days days, with the figures of a bad start. */
static double
new_product (int days, gboolean lone, const char **model)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (5);
  g_autoptr (DdiPanel) panel = ddi_panel_new (DISTRICT_FIRST, N_DAYS);
  g_autoptr (DdiForecast) forecast = NULL;
  static const char *const categories[] = { "Donuts", "Bagels", "Donuts" };
  static const double levels[] = { 40, 400, 40 };
  const DdiForecastRow *rows;
  gsize n_rows;
  double mean = 0;

  for (int store = 0; store < 5; store++)
    {
      g_autofree char *name = g_strdup_printf ("Store %d", store);

      ddi_panel_add_store (panel, name);
    }
  for (int product = 0; product < 3; product++)
    {
      g_autofree char *name = g_strdup_printf ("Product %d", product);

      ddi_panel_add_product (panel, name, categories[product]);
    }
  for (int store = 0; store < 5; store++)
    for (int product = 0; product < 3; product++)
      {
        gboolean young = store == 4 && product == 2;
        int series;

        if (lone && product == 2 && store < 4)
          continue;
        series = ddi_panel_add_series (panel, store, product);
        for (int t = young ? N_DAYS - days : 0; t < N_DAYS; t++)
          ddi_panel_set (panel, series, DISTRICT_FIRST + t,
                         young ? 100
                               : round (levels[product] * (store + 1) * exp (0.1 * district_normal (rand))),
                         DDI_CELL_PLAIN);
      }
  forecast = district_forecast (panel, 7, 1);
  district_assert_sound (forecast);
  rows = ddi_forecast_rows (forecast, &n_rows) + n_rows - 7;
  for (int i = 0; i < 7; i++)
    mean += rows[i].predicted / 7;
  *model = rows[0].model;
  g_assert_cmpint (g_str_equal (*model, "local_level"), ==, (rows[0].note & DDI_NOTE_LENT_LEVEL) != 0);
  return mean;
}

/* A new product is worth what it is in other stores, in proportion to the store, or what its category is there;
 * its own sales outweigh that as they come in. */
static void
test_new_products (void)
{
  for (int lone = 0; lone < 2; lone++)
    {
      const char *model;
      double one = new_product (1, lone, &model), many;

      g_assert_cmpstr (model, ==, "local_level");
      /* One lender alone is not worth much. */
      g_assert_cmpfloat (one, >, lone ? 105 : 130);
      g_assert_cmpfloat (one, <, 210);
      many = new_product (20, lone, &model);
      g_assert_cmpstr (model, ==, "local_level");
      g_assert_cmpfloat (many, <, one);
      g_assert_cmpfloat_with_epsilon (many, 100, 15);
      g_assert_cmpfloat_with_epsilon (new_product (90, lone, &model), 100, 10);
      g_assert_cmpstr (model, ==, "combination");
    }
}

/* One store's eight products, whose days err by a third each by itself; every second one sells on weekends what the
 * others sell in the week (@alike: all sell alike). How far the forecasts of the week are from what is true, of it. */
static double
shape_error (gboolean alike)
{
  static const double profile[2][7] = { { 0.7, 0.7, 0.8, 0.9, 1.0, 1.4, 1.5 },
                                        { 1.3, 1.3, 1.2, 1.1, 1.0, 0.6, 0.5 } };
  g_autoptr (GRand) rand = g_rand_new_with_seed (9);
  g_autoptr (DdiPanel) panel = ddi_panel_new (DISTRICT_FIRST, N_DAYS);
  g_autoptr (DdiForecast) forecast = NULL;
  int store = ddi_panel_add_store (panel, "Store");
  const DdiForecastRow *rows;
  gsize n_rows;
  double off = 0;

  for (int k = 0; k < 8; k++)
    {
      g_autofree char *name = g_strdup_printf ("Product %d", k);
      int series = ddi_panel_add_series (panel, store, ddi_panel_add_product (panel, name, NULL));

      for (int t = 0; t < N_DAYS; t++)
        ddi_panel_set (panel, series, DISTRICT_FIRST + t,
                       round (40 * profile[alike ? 0 : k % 2][t % 7] * exp (0.35 * district_normal (rand))),
                       DDI_CELL_PLAIN);
    }
  forecast = district_forecast (panel, 7, 1);
  district_assert_sound (forecast);
  rows = ddi_forecast_rows (forecast, &n_rows);
  for (gsize i = 0; i < n_rows; i++)
    {
      const double *usual = profile[alike ? 0 : rows[i].series % 2];
      double sum = 0;

      /* The level is another matter. */
      for (int j = 0; j < 7; j++)
        sum += rows[i - i % 7 + j].predicted / 7;
      off += fabs (rows[i].predicted / sum - usual[ddi_day_weekday (rows[i].day)]) / n_rows;
    }
  return off;
}

/* Products that sell alike over the week learn its shape from each other; those that do not keep theirs. */
static void
test_shape (void)
{
  double alike = shape_error (TRUE), unlike = shape_error (FALSE);

  g_test_message ("alike %g, unlike %g", alike, unlike);
  g_assert_cmpfloat (alike, <, 0.019);
  g_assert_cmpfloat (unlike, <, 0.06);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/forecast/engine-models/slow-sellers", test_slow_sellers);
  g_test_add_func ("/forecast/engine-models/not-slow", test_not_slow);
  g_test_add_func ("/forecast/engine-models/slow-sellers-kept", test_slow_sellers_kept);
  g_test_add_func ("/forecast/engine-models/new-products", test_new_products);
  g_test_add_func ("/forecast/engine-models/shape", test_shape);
  return g_test_run ();
}
