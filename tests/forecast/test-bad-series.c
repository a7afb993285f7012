/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "district.h"

/* Properties over bad and random histories: never a crash, a NaN, a negative or a reversed bound. */

typedef enum
{
  ALL_ZERO,
  ALL_MISSING,
  ONE_DAY,
  CONSTANT,
  SPIKE,
  HUGE,
  NEGATIVE,
  NOT_A_NUMBER,
  SOLD_OUT_ALWAYS,
  RARE,
  ENDED,
  STEP,
  RANDOM,
  N_SHAPES,
} Shape;

static double
value_of (Shape shape, int t, int n)
{
  switch (shape)
    {
    case ALL_MISSING:
      return NAN;
    case ONE_DAY:
      return t == n - 1 ? 12 : NAN;
    case CONSTANT:
      return 7;
    case SPIKE:
      return t == n / 2 ? 5000 : 3;
    case HUGE:
      return t % 3 ? 1e9 : 2;
    case NEGATIVE:
      return t % 2 ? -5 : 5;
    case NOT_A_NUMBER:
      return t % 5 ? NAN : INFINITY;
    case SOLD_OUT_ALWAYS:
      return 20;
    case RARE:
      return t % 41 == 0 ? 1 : 0;
    case ENDED:
      return t < n / 2 ? 30 + t % 7 : 0;
    case STEP:
      return t < n / 2 ? 10 : 400;
    case RANDOM:
      return g_test_rand_double_range (-1, 1) < -0.8 ? NAN : floor (exp (g_test_rand_double_range (-2, 8)));
    default:
      return 0;
    }
}

static void
add_series (DdiPanel *panel, int store, int product, Shape shape, int n)
{
  int series = ddi_panel_add_series (panel, store, product);

  for (int t = 0; t < n; t++)
    ddi_panel_set (panel, series, DISTRICT_FIRST + t, value_of (shape, t, n),
                   shape == SOLD_OUT_ALWAYS ? DDI_CELL_SOLD_OUT : DDI_CELL_PLAIN);
}

static void
run (const DdiPanel *panel, int horizon)
{
  g_autoptr (DdiForecast) forecast = district_forecast (panel, horizon, 2);

  district_assert_sound (forecast);
}

static void
test_shape_alone (gconstpointer data)
{
  static const int lengths[] = { 0, 1, 2, 6, 7, 8, 20, 59, 120, 400, 900 };
  Shape shape = (Shape)GPOINTER_TO_INT (data);

  for (gsize i = 0; i < G_N_ELEMENTS (lengths); i++)
    {
      g_autoptr (DdiPanel) panel = ddi_panel_new (DISTRICT_FIRST, lengths[i]);

      ddi_panel_add_store (panel, "Store");
      ddi_panel_add_product (panel, "Product", NULL);
      add_series (panel, 0, 0, shape, lengths[i]);
      run (panel, 10);
    }
}

static void
test_shapes_together (void)
{
  g_autoptr (DdiPanel) panel = ddi_panel_new (DISTRICT_FIRST, 700);

  for (int store = 0; store < 3; store++)
    {
      g_autofree char *name = g_strdup_printf ("Store %d", store);

      ddi_panel_add_store (panel, name);
    }
  for (int shape = 0; shape < N_SHAPES; shape++)
    {
      g_autofree char *name = g_strdup_printf ("Product %d", shape);

      ddi_panel_add_product (panel, name, NULL);
      for (int store = 0; store < 3; store++)
        add_series (panel, store, shape, (Shape)shape, 700);
    }
  run (panel, 28);
}

static void
test_nothing (void)
{
  g_autoptr (DdiPanel) panel = ddi_panel_new (DISTRICT_FIRST, 0);

  run (panel, 7);
  ddi_panel_add_store (panel, "Store");
  run (panel, 7);
}

static void
test_forty_years (void)
{
  DistrictOptions options = {
    .n_stores = 1, .n_products = 2, .n_days = 40 * 365, .level = 50, .noise = 0.2, .holiday = 2
  };
  g_autoptr (DdiPanel) panel = district_new (&options, 1);

  run (panel, 366);
}

static void
test_event_every_day (void)
{
  DistrictOptions options = {
    .n_stores = 2, .n_products = 2, .n_days = 400, .level = 50, .noise = 0.2, .holiday = 1
  };
  g_autoptr (DdiPanel) panel = district_new (&options, 2);
  DdiEvent event = { .name = "Always",
                     .kind = DDI_EVENT_HOLIDAY,
                     .first = DISTRICT_FIRST,
                     .last = DISTRICT_FIRST + 1000,
                     .store = DDI_EVENT_ALL_STORES,
                     .expected_effect = NAN,
                     .closes_at = -1 };

  ddi_panel_add_event (panel, &event);
  run (panel, 14);
}

static void
test_events_that_never_recur (void)
{
  DistrictOptions options = {
    .n_stores = 2, .n_products = 2, .n_days = 400, .level = 50, .noise = 0.2, .holiday = 1
  };
  g_autoptr (DdiPanel) panel = district_new (&options, 3);

  for (int i = 0; i < 450; i++)
    {
      g_autofree char *name = g_strdup_printf ("Once %d", i);
      DdiEvent event = { .name = name,
                         .kind = (DdiEventKind)(i % DDI_EVENT_N_KINDS),
                         .first = DISTRICT_FIRST + i,
                         .last = DISTRICT_FIRST + i + i % 3,
                         .store = i % 3 - 1,
                         .expected_effect = i % 7 ? NAN : -1 + i % 5,
                         .closes_at = i % 11 ? -1 : 600 };

      ddi_panel_add_event (panel, &event);
    }
  run (panel, 28);
}

/* Days after the first that is forecast are not read, whatever they say, and a forecast may begin long after. */
static void
test_future_dated (void)
{
  DistrictOptions options = {
    .n_stores = 2, .n_products = 2, .n_days = 300, .level = 50, .noise = 0.2, .holiday = 1
  };
  static const int ahead[] = { -299, -200, -30, -1, 0, 40, 700 };
  g_autoptr (DdiPanel) panel = district_new (&options, 4), odd = district_new (&options, 4);

  for (gsize i = 0; i < G_N_ELEMENTS (ahead); i++)
    {
      DdiEngineRequest request;
      g_autoptr (DdiForecast) forecast = NULL, other = NULL;

      ddi_engine_request_init (&request, panel);
      request.from += ahead[i];
      forecast = ddi_engine_run (&request, NULL);
      district_assert_sound (forecast);
      for (DdiDay day = request.from; day < DISTRICT_FIRST + 300; day++)
        ddi_panel_set (odd, 0, day, 1e9, DDI_CELL_SOLD_OUT);
      request.panel = odd;
      other = ddi_engine_run (&request, NULL);
      for (int row = 0; row < 4 * 7; row++)
        g_assert_cmpfloat (ddi_forecast_rows (forecast, NULL)[row].predicted, ==,
                           ddi_forecast_rows (other, NULL)[row].predicted);
      g_clear_pointer (&odd, ddi_panel_unref);
      odd = district_new (&options, 4);
    }
}

/* Whatever keeps a forecast from the ordinary way is named, in words. */
static void
test_notes (void)
{
  static const struct
  {
    Shape shape;
    int n;
    DdiNote note;
    double least, most; /* pieces a day */
  } cases[] = {
    { ALL_ZERO, 200, DDI_NOTE_NO_HISTORY, 0, 0 },
    { ALL_MISSING, 200, DDI_NOTE_NO_HISTORY, 0, 0 },
    { ALL_MISSING, 0, DDI_NOTE_NO_HISTORY, 0, 0 },
    { NOT_A_NUMBER, 200, DDI_NOTE_NO_HISTORY, 0, 0 },
    { ONE_DAY, 200, DDI_NOTE_SHORT_HISTORY | DDI_NOTE_FEW_BACKTESTS, 3, 20 },
    { CONSTANT, 20, DDI_NOTE_SHORT_HISTORY | DDI_NOTE_FEW_BACKTESTS, 6.5, 7.5 },
    { CONSTANT, 900, DDI_NOTE_NONE, 6.9, 7.1 },
    { SPIKE, 60, DDI_NOTE_OUTLIERS, 2.5, 6 },
    { SPIKE, 900, DDI_NOTE_NONE, 2.5, 3.5 },
    { NEGATIVE, 900, DDI_NOTE_NONE, 4, 6 },
    { SOLD_OUT_ALWAYS, 400, DDI_NOTE_RAISE_ORDER, 20, 60 },
    { ENDED, 400, DDI_NOTE_GONE, 0, 0 },
    { STEP, 900, DDI_NOTE_NONE, 380, 420 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (DdiPanel) panel = ddi_panel_new (DISTRICT_FIRST, cases[i].n);
      g_autoptr (DdiForecast) forecast = NULL;
      gsize n_rows;
      const DdiForecastRow *rows;

      ddi_panel_add_store (panel, "Store");
      ddi_panel_add_product (panel, "Product", NULL);
      add_series (panel, 0, 0, cases[i].shape, cases[i].n);
      forecast = district_forecast (panel, 7, 1);
      district_assert_sound (forecast);
      rows = ddi_forecast_rows (forecast, &n_rows);
      for (gsize row = 0; row < n_rows; row++)
        {
          g_autofree char *text = ddi_note_to_text (rows[row].note);

          g_test_message ("case %d, day %d: %g, %s", (int)i, (int)row, rows[row].predicted, text);
          g_assert_cmpint (rows[row].note & cases[i].note, ==, cases[i].note);
          g_assert_true (cases[i].note == DDI_NOTE_NONE || *text);
          g_assert_cmpfloat (rows[row].predicted, >=, cases[i].least);
          g_assert_cmpfloat (rows[row].predicted, <=, cases[i].most);
        }
    }
}

static void
test_products_of_three_days (void)
{
  g_autoptr (DdiPanel) panel = ddi_panel_new (DISTRICT_FIRST, 60);
  g_autoptr (DdiForecast) forecast = NULL;

  ddi_panel_add_store (panel, "Store");
  for (int i = 0; i < 3000; i++)
    {
      g_autofree char *name = g_strdup_printf ("Product %d", i);
      int series = ddi_panel_add_series (panel, 0, ddi_panel_add_product (panel, name, NULL));

      for (int t = 0; t < 3; t++)
        ddi_panel_set (panel, series, DISTRICT_FIRST + i % 57 + t, 5 + i % 9, DDI_CELL_PLAIN);
    }
  forecast = district_forecast (panel, 7, 2);
  district_assert_sound (forecast);
  for (int i = 0; i < 3000 * 7; i++)
    g_assert_true (ddi_forecast_rows (forecast, NULL)[i].note & DDI_NOTE_SHORT_HISTORY);
}

static void
test_random (void)
{
  static const char *const scopes[] = { NULL, "Product 1", "Product 3", "Nothing" };
  static const char *const categories[] = { NULL, "A", "B", "None" };

  for (int round = 0; round < 20; round++)
    {
      int n = g_test_rand_int_range (1, 500), n_stores = g_test_rand_int_range (1, 4);
      g_autoptr (DdiPanel) panel = ddi_panel_new (DISTRICT_FIRST, n);
      DdiEvent event = { .name = "Event", .expected_effect = NAN, .closes_at = -1 };

      for (int store = 0; store < n_stores; store++)
        {
          g_autofree char *name = g_strdup_printf ("Store %d", store);

          ddi_panel_add_store (panel, name);
          ddi_panel_set_open_weekdays (panel, store, (unsigned)g_test_rand_int_range (0, 128));
          if (g_test_rand_bit ())
            ddi_panel_set_hours (panel, store, g_test_rand_int_range (0, 1440),
                                 g_test_rand_int_range (0, 1440));
        }
      for (int product = 0; product < 4; product++)
        {
          g_autofree char *name = g_strdup_printf ("Product %d", product);

          ddi_panel_add_product (panel, name, g_test_rand_bit () ? "A" : g_test_rand_bit () ? "B" : NULL);
          for (int store = 0; store < n_stores; store++)
            {
              add_series (panel, store, product, (Shape)g_test_rand_int_range (0, N_SHAPES), n);
              for (int k = g_test_rand_int_range (0, 60); k > 0; k--)
                ddi_panel_set_ended (panel, store + product * n_stores,
                                     DISTRICT_FIRST + g_test_rand_int_range (-5, n + 5),
                                     g_test_rand_int_range (-10, 1500));
              if (g_test_rand_bit ())
                ddi_panel_set_starts_like (panel, store + product * n_stores, g_test_rand_int_range (0, 4),
                                           g_test_rand_double_range (0, 3));
            }
        }
      for (int e = 0; e < 12; e++)
        {
          event.kind = (DdiEventKind)g_test_rand_int_range (0, DDI_EVENT_N_KINDS);
          event.first = DISTRICT_FIRST + g_test_rand_int_range (-30, n + 30);
          event.last = event.first + g_test_rand_int_range (0, 20);
          event.store = g_test_rand_int_range (-1, n_stores);
          event.closes_at = g_test_rand_bit () ? g_test_rand_int_range (0, 1440) : -1;
          event.product = scopes[g_test_rand_int_range (0, 4)];
          event.category = event.product ? NULL : categories[g_test_rand_int_range (0, 4)];
          event.expected_effect = g_test_rand_bit () ? g_test_rand_double_range (-1, 5) : NAN;
          ddi_panel_add_event (panel, &event);
        }
      run (panel, g_test_rand_int_range (1, 40));
    }
}

int
main (int argc, char **argv)
{
  static const char *const names[N_SHAPES] = { "all-zero",        "all-missing", "one-day",  "constant",
                                               "spike",           "huge",        "negative", "not-a-number",
                                               "sold-out-always", "rare",        "ended",    "step",
                                               "random" };

  g_test_init (&argc, &argv, NULL);
  for (int shape = 0; shape < N_SHAPES; shape++)
    {
      g_autofree char *path = g_strdup_printf ("/forecast/bad-series/%s", names[shape]);

      g_test_add_data_func (path, GINT_TO_POINTER (shape), test_shape_alone);
    }
  g_test_add_func ("/forecast/bad-series/together", test_shapes_together);
  g_test_add_func ("/forecast/bad-series/nothing", test_nothing);
  g_test_add_func ("/forecast/bad-series/forty-years", test_forty_years);
  g_test_add_func ("/forecast/bad-series/event-every-day", test_event_every_day);
  g_test_add_func ("/forecast/bad-series/events-that-never-recur", test_events_that_never_recur);
  g_test_add_func ("/forecast/bad-series/products-of-three-days", test_products_of_three_days);
  g_test_add_func ("/forecast/bad-series/future-dated", test_future_dated);
  g_test_add_func ("/forecast/bad-series/notes", test_notes);
  g_test_add_func ("/forecast/bad-series/random-panels", test_random);
  return g_test_run ();
}
