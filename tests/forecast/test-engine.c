/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "district.h"

static void
test_known_demand (void)
{
  g_autoptr (DdiPanel) panel = district_new (&district_plain, 1);
  g_autoptr (DdiForecast) forecast = district_forecast (panel, 14, 1);
  gsize n_rows;
  const DdiForecastRow *rows = ddi_forecast_rows (forecast, &n_rows);
  double off = 0, total = 0;

  district_assert_sound (forecast);
  g_assert_cmpuint (n_rows, ==, 4 * 3 * 14);
  for (gsize i = 0; i < n_rows; i++)
    {
      double demand = district_demand (&district_plain, ddi_panel_series_store (panel, rows[i].series),
                                       ddi_panel_series_product (panel, rows[i].series), rows[i].day);

      g_assert_cmpint (rows[i].series, ==, i / 14);
      g_assert_cmpint (rows[i].day, ==, DISTRICT_FIRST + district_plain.n_days + i % 14);
      if (demand == 0)
        {
          g_assert_cmpfloat (rows[i].predicted, ==, 0);
          g_assert_cmpint (rows[i].order_quantity, ==, 0);
        }
      off += fabs (demand - rows[i].predicted);
      total += demand;
    }
  /* The noise of one day is 12 %; what is forecast is its middle. */
  g_assert_cmpfloat (off / total, <, 0.05);
}

static void
test_bounds_hold (void)
{
  g_autoptr (DdiPanel) panel = district_new (&district_plain, 2);
  g_autoptr (GRand) rand = g_rand_new_with_seed (3);
  g_autoptr (DdiForecast) forecast = district_forecast (panel, 28, 1);
  gsize n_rows;
  const DdiForecastRow *rows = ddi_forecast_rows (forecast, &n_rows);
  int inside = 0, n = 0;

  for (gsize i = 0; i < n_rows; i++)
    for (int k = 0; k < 30; k++)
      {
        double demand = district_demand (&district_plain, ddi_panel_series_store (panel, rows[i].series),
                                         ddi_panel_series_product (panel, rows[i].series), rows[i].day);
        double y = round (demand * exp (district_plain.noise * district_normal (rand)));

        if (demand == 0)
          continue;
        inside += rows[i].lower <= y && y <= rows[i].upper;
        n++;
      }
  g_assert_cmpfloat ((double)inside / n, >, 0.76);
  g_assert_cmpfloat ((double)inside / n, <, 0.86);
}

/* How wide the bounds are of a series that was restless for the eight weeks from day @from on. */
static double
width_of (int from)
{
  g_autoptr (DdiPanel) panel = ddi_panel_new (DISTRICT_FIRST, 728);
  g_autoptr (GRand) rand = g_rand_new_with_seed (17);
  g_autoptr (DdiForecast) forecast = NULL;
  int series = ddi_panel_add_series (panel, ddi_panel_add_store (panel, "Store"),
                                     ddi_panel_add_product (panel, "Product", NULL));
  const DdiForecastRow *rows;
  gsize n_rows;
  double width = 0;

  for (int t = 0; t < 728; t++)
    ddi_panel_set (panel, series, DISTRICT_FIRST + t,
                   round (100 * exp ((t >= from && t < from + 56 ? 0.4 : 0.1) * district_normal (rand))),
                   DDI_CELL_PLAIN);
  forecast = district_forecast (panel, 7, 1);
  rows = ddi_forecast_rows (forecast, &n_rows);
  for (gsize i = 0; i < n_rows; i++)
    width += (rows[i].upper - rows[i].lower) / n_rows;
  return width;
}

/* What happened of late says more about tomorrow than the same a year ago. */
static void
test_bounds_follow (void)
{
  g_assert_cmpfloat (width_of (728 - 56), >, 1.2 * width_of (728 - 364));
}

/* No look-ahead: what lies from the origin on changes nothing, be it there or not. */
static void
test_no_look_ahead (void)
{
  DistrictOptions shorter = district_plain;
  g_autoptr (DdiPanel) whole = district_new (&district_plain, 7);
  g_autoptr (DdiPanel) cut = NULL;
  g_autoptr (DdiForecast) a = NULL, b = NULL;
  const DdiForecastRow *x, *y;
  DdiEngineRequest request;
  gsize n_rows;

  shorter.n_days = district_plain.n_days - 30;
  cut = ddi_panel_new (DISTRICT_FIRST, shorter.n_days);
  for (int s = 0; s < ddi_panel_n_stores (whole); s++)
    ddi_panel_add_store (cut, ddi_panel_store_name (whole, s));
  for (int p = 0; p < ddi_panel_n_products (whole); p++)
    ddi_panel_add_product (cut, ddi_panel_product_name (whole, p), NULL);
  for (int s = 0; s < ddi_panel_n_series (whole); s++)
    {
      ddi_panel_add_series (cut, ddi_panel_series_store (whole, s), ddi_panel_series_product (whole, s));
      for (int t = 0; t < shorter.n_days; t++)
        ddi_panel_set (cut, s, DISTRICT_FIRST + t, ddi_panel_quantities (whole, s)[t], DDI_CELL_PLAIN);
    }
  for (int e = 0; e < ddi_panel_n_events (whole); e++)
    ddi_panel_add_event (cut, ddi_panel_event (whole, e));

  ddi_engine_request_init (&request, whole);
  request.from = DISTRICT_FIRST + shorter.n_days;
  request.horizon = 14;
  a = ddi_engine_run (&request, NULL);
  b = district_forecast (cut, 14, 0);
  x = ddi_forecast_rows (a, &n_rows);
  y = ddi_forecast_rows (b, NULL);
  for (gsize i = 0; i < n_rows; i++)
    {
      g_assert_cmpfloat (x[i].predicted, ==, y[i].predicted);
      g_assert_cmpfloat (x[i].lower, ==, y[i].lower);
      g_assert_cmpfloat (x[i].upper, ==, y[i].upper);
      g_assert_cmpint (x[i].order_quantity, ==, y[i].order_quantity);
    }
}

static void
assert_identical (const DdiForecast *one, const DdiForecast *other)
{
  gsize n_rows;
  const DdiForecastRow *x = ddi_forecast_rows (one, &n_rows), *y = ddi_forecast_rows (other, NULL);

  for (gsize i = 0; i < n_rows; i++)
    {
      g_assert_cmpmem (&x[i].predicted, sizeof (double), &y[i].predicted, sizeof (double));
      g_assert_cmpmem (&x[i].lower, sizeof (double), &y[i].lower, sizeof (double));
      g_assert_cmpmem (&x[i].upper, sizeof (double), &y[i].upper, sizeof (double));
      g_assert_cmpmem (&x[i].confidence, sizeof (double), &y[i].confidence, sizeof (double));
      g_assert_cmpmem (&x[i].explanation.combination, sizeof (double), &y[i].explanation.combination,
                       sizeof (double));
      g_assert_cmpint (x[i].order_quantity, ==, y[i].order_quantity);
      for (double p = 0.05; p < 1; p += 0.1)
        g_assert_cmpfloat (ddi_forecast_quantile (one, i, p), ==, ddi_forecast_quantile (other, i, p));
    }
}

/* Bit for bit the same, however many threads share the work, and however often it is done. */
static void
test_threads (void)
{
  static const int counts[] = { 1, 2, 3, 4, 64, 1 };
  DistrictOptions options = district_plain;
  g_autoptr (DdiPanel) panel = NULL;
  g_autoptr (DdiForecast) one = NULL;

  options.n_stores = 20;
  options.n_days = 500;
  panel = district_new (&options, 8);
  one = district_forecast (panel, 7, 1);
  for (gsize i = 0; i < G_N_ELEMENTS (counts); i++)
    {
      g_autoptr (DdiForecast) other = district_forecast (panel, 7, counts[i]);

      assert_identical (one, other);
    }
}

typedef struct
{
  double stop_at, last;
  int calls, after; /* after it has said stop */
} Patience;

/* The errors of a day share what their series share: nothing, or half. */
static void
test_shared_error (void)
{
  static const double shares[] = { 0, 0.5 };
  DistrictOptions options = district_plain;

  options.n_stores = 10;
  options.noise = 0;
  options.holiday = 1;
  for (gsize i = 0; i < G_N_ELEMENTS (shares); i++)
    {
      g_autoptr (DdiPanel) panel = district_new (&options, 3);
      g_autoptr (DdiForecast) forecast = NULL;
      g_autoptr (GRand) rand = g_rand_new_with_seed (5);

      for (int t = 0; t < options.n_days; t++)
        {
          double common = district_normal (rand);

          for (int s = 0; s < ddi_panel_n_series (panel); s++)
            {
              double z = sqrt (shares[i]) * common + sqrt (1 - shares[i]) * district_normal (rand);

              ddi_panel_set (panel, s, DISTRICT_FIRST + t,
                             round (ddi_panel_quantities (panel, s)[t] * exp (0.2 * z)), DDI_CELL_PLAIN);
            }
        }
      forecast = district_forecast (panel, 7, 2);
      g_assert_cmpfloat_with_epsilon (ddi_forecast_shared_error (forecast), shares[i], 0.08);
    }
}

static gboolean
stop_cb (double share, gpointer data)
{
  Patience *self = data;

  g_assert_cmpfloat (share, >=, self->last);
  g_assert_cmpfloat (share, <=, 1);
  self->last = share;
  self->calls++;
  if (share < self->stop_at)
    return TRUE;
  self->after++;
  return FALSE;
}

/* Progress rises to 1 in small steps; once it has said stop it is not asked again, and nothing is answered. */
static void
test_cancel (void)
{
  g_autoptr (DdiPanel) panel = district_new (&district_plain, 9);
  DdiEngineRequest request;

  ddi_engine_request_init (&request, panel);
  request.progress = stop_cb;
  for (int k = 0; k <= 20; k++)
    {
      Patience patience = { .stop_at = k / 20.0 };
      g_autoptr (DdiForecast) forecast = NULL;
      g_autoptr (GError) error = NULL;

      request.n_threads = 1 + k % 4;
      request.progress_data = &patience;
      forecast = ddi_engine_run (&request, &error);
      g_assert_null (forecast);
      g_assert_error (error, DDI_FORECAST_ERROR, DDI_FORECAST_ERROR_CANCELLED);
      g_assert_cmpint (patience.after, ==, 1);
    }
  {
    Patience patience = { .stop_at = 2 };
    g_autoptr (DdiForecast) forecast = NULL;

    request.progress_data = &patience;
    forecast = ddi_engine_run (&request, NULL);
    g_assert_nonnull (forecast);
    g_assert_cmpfloat (patience.last, ==, 1);
    g_assert_cmpint (patience.calls, >, 4 * ddi_panel_n_series (panel));
  }
}

static void
test_request (void)
{
  g_autoptr (DdiPanel) panel = ddi_panel_new (0, 10);
  DdiEngineRequest good;

  ddi_engine_request_init (&good, panel);
  for (int i = 0; i < 6; i++)
    {
      g_autoptr (GError) error = NULL;
      DdiEngineRequest bad = good;

      switch (i)
        {
        case 0:
          bad.horizon = 0;
          break;
        case 1:
          bad.level = NAN;
          break;
        case 2:
          bad.fractile = 1.5;
          break;
        case 3:
          bad.from = -1;
          break;
        case 4:
          bad.from = 100000;
          break;
        default:
          bad.panel = NULL;
        }
      g_assert_null (ddi_engine_run (&bad, &error));
      g_assert_error (error, DDI_FORECAST_ERROR, DDI_FORECAST_ERROR_REQUEST);
    }
}

static void
test_packs_and_fractiles (void)
{
  g_autoptr (DdiPanel) panel = district_new (&district_plain, 10);
  g_autoptr (DdiForecast) forecast = NULL;
  g_autofree int *packs = g_new (int, 12);
  g_autofree double *fractiles = g_new (double, 12);
  const DdiForecastRow *rows;
  DdiEngineRequest request;

  for (int s = 0; s < 12; s++)
    {
      packs[s] = s % 2 ? 12 : 0;
      fractiles[s] = s < 6 ? NAN : 0.95;
    }
  ddi_engine_request_init (&request, panel);
  request.pack_sizes = packs;
  request.fractiles = fractiles;
  forecast = ddi_engine_run (&request, NULL);
  rows = ddi_forecast_rows (forecast, NULL);
  for (int i = 0; i < 12 * 7; i++)
    {
      int pack = MAX (packs[rows[i].series], 1);

      g_assert_cmpint (rows[i].order_quantity % pack, ==, 0);
      g_assert_cmpint (rows[i].order_quantity, ==,
                       ddi_forecast_order (forecast, i, rows[i].series < 6 ? 0.75 : 0.95, pack));
      if (rows[i].predicted > 20)
        g_assert_cmpint (ddi_forecast_order (forecast, i, 0.95, 1), >,
                         ddi_forecast_order (forecast, i, 0.3, 1));
    }
}

static double
total_of (const DdiForecast *forecast)
{
  gsize n_rows;
  const DdiForecastRow *rows = ddi_forecast_rows (forecast, &n_rows);
  double total = 0;

  for (gsize i = 0; i < n_rows; i++)
    total += rows[i].predicted;
  return total;
}

/* The district of demand y made into one of sales: on about a third of the days less was made than
 * would have sold. With @told the days that sold out say so. */
static DdiPanel *
sell_out (const DistrictOptions *options, const DdiPanel *demand, gboolean told, double *share)
{
  DdiPanel *panel = district_new (options, 12);
  g_autoptr (GRand) rand = g_rand_new_with_seed (11);
  int n_series = ddi_panel_n_series (demand), n = 0;

  for (int s = 0; s < n_series; s++)
    for (int t = 0; t < options->n_days; t++)
      {
        double y = ddi_panel_quantities (demand, s)[t];
        double mean = district_demand (options, ddi_panel_series_store (panel, s),
                                       ddi_panel_series_product (panel, s), DISTRICT_FIRST + t);
        double made = round (mean * (1.12 + 0.05 * district_normal (rand)));

        n += y >= made;
        ddi_panel_set (panel, s, DISTRICT_FIRST + t, MIN (y, made),
                       told && y >= made ? DDI_CELL_SOLD_OUT : DDI_CELL_PLAIN);
      }
  *share = (double)n / n_series / options->n_days;
  return panel;
}

/* At 30 % of sell-out days at least four fifths of the bias are gone: the forecast from censored sales
 * against that from all demand and that from sales taken at their word. */
/* Orders fall over the last three days of an offer and stop after it; other products' do not. */
static void
test_taper (void)
{
  DistrictOptions options = district_plain;
  g_autoptr (DdiPanel) panel = NULL, ending = NULL;
  g_autoptr (DdiForecast) before = NULL, after = NULL;
  const DdiForecastRow *usual, *rows;

  options.closed_sundays = FALSE;
  options.holiday = 1;
  panel = district_new (&options, 21);
  ending = district_new (&options, 21);
  ddi_panel_set_offer (ending, 0, DDI_DAY_INVALID, DISTRICT_FIRST + options.n_days + 4);
  before = district_forecast (panel, 7, 1);
  after = district_forecast (ending, 7, 1);
  usual = ddi_forecast_rows (before, NULL);
  rows = ddi_forecast_rows (after, NULL);
  for (int i = 0; i < 7; i++)
    {
      double share = (double)rows[i].order_quantity / usual[i].order_quantity;

      g_assert_cmpint (rows[7 + i].order_quantity, ==, usual[7 + i].order_quantity);
      if (i < 2)
        g_assert_cmpfloat (share, ==, 1);
      else if (i < 5)
        g_assert_cmpfloat (share, <, 1);
      else
        g_assert_cmpfloat (share, ==, 0);
      if (i < 5)
        g_assert_cmpfloat (rows[i].predicted, ==, usual[i].predicted);
    }
  g_assert_cmpfloat (ddi_forecast_order (after, 4, 0.75, 1), >, rows[4].order_quantity);
}

/* What is left over is sold first; what keeps is ordered more boldly; an empty shelf is not shown. */
static void
test_stock_and_shelf_life (void)
{
  g_autoptr (DdiPanel) panel = district_new (&district_plain, 22);
  int stock[12] = { [0] = 30, [1] = 5000 }, shelf[12] = { [2] = 3 }, display[12] = { [3] = 700 };
  DdiEngineRequest request;
  g_autoptr (DdiForecast) forecast = NULL, usual = district_forecast (panel, 7, 1);
  const DdiForecastRow *rows, *other = ddi_forecast_rows (usual, NULL);

  ddi_engine_request_init (&request, panel);
  request.n_threads = 1;
  request.stocks = stock;
  request.shelf_lives = shelf;
  request.displays = display;
  forecast = ddi_engine_run (&request, NULL);
  rows = ddi_forecast_rows (forecast, NULL);
  g_assert_cmpint (rows[0].order_quantity, ==, other[0].order_quantity - 30);
  g_assert_cmpint (rows[1].order_quantity, ==, other[1].order_quantity);
  g_assert_cmpint (rows[7].order_quantity, ==, 0);
  g_assert_cmpint (rows[14].order_quantity, >, other[14].order_quantity);
  g_assert_cmpint (rows[15].order_quantity, ==, other[15].order_quantity);
  g_assert_cmpint (rows[21].order_quantity, ==, 700);
}

static void
test_sell_outs (void)
{
  DistrictOptions options = district_plain;
  g_autoptr (DdiPanel) demand = NULL, told = NULL, untold = NULL;
  g_autoptr (DdiForecast) truth = NULL, ours = NULL, plainly = NULL;
  const DdiForecastRow *rows;
  double share, removed;

  options.holiday = 1;
  options.noise = 0.25;
  options.closed_sundays = FALSE;
  demand = district_new (&options, 12);
  told = sell_out (&options, demand, TRUE, &share);
  untold = sell_out (&options, demand, FALSE, &share);
  g_assert_cmpfloat_with_epsilon (share, 0.32, 0.03);
  truth = district_forecast (demand, 7, 1);
  ours = district_forecast (told, 7, 1);
  plainly = district_forecast (untold, 7, 1);
  removed = (total_of (ours) - total_of (plainly)) / (total_of (truth) - total_of (plainly));
  g_test_message ("share %.2f, bias removed %.2f", share, removed);
  g_assert_cmpfloat (removed, >, 0.8);
  g_assert_cmpfloat (removed, <, 1.2);
  rows = ddi_forecast_rows (ours, NULL);
  for (int i = 0; i < 12 * 7; i++)
    {
      g_assert_true (rows[i].note & DDI_NOTE_SELL_OUTS);
      g_assert_cmpfloat (rows[i].explanation.correction, >, 1);
    }
  district_assert_sound (ours);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/forecast/engine/known-demand", test_known_demand);
  g_test_add_func ("/forecast/engine/bounds-hold", test_bounds_hold);
  g_test_add_func ("/forecast/engine/bounds-follow", test_bounds_follow);
  g_test_add_func ("/forecast/engine/no-look-ahead", test_no_look_ahead);
  g_test_add_func ("/forecast/engine/threads", test_threads);
  g_test_add_func ("/forecast/engine/shared-error", test_shared_error);
  g_test_add_func ("/forecast/engine/cancel", test_cancel);
  g_test_add_func ("/forecast/engine/request", test_request);
  g_test_add_func ("/forecast/engine/packs-and-fractiles", test_packs_and_fractiles);
  g_test_add_func ("/forecast/engine/taper", test_taper);
  g_test_add_func ("/forecast/engine/stock-and-shelf-life", test_stock_and_shelf_life);
  g_test_add_func ("/forecast/engine/sell-outs", test_sell_outs);
  return g_test_run ();
}
