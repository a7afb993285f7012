/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "district.h"

static void
test_event_effect (void)
{
  DistrictOptions options = district_plain;
  g_autoptr (DdiPanel) panel = NULL;
  g_autoptr (DdiForecast) forecast = NULL;
  const DdiForecastRow *rows;
  int seen = 0;

  /* Three holidays are past when the history ends on 30 June 2020; 15 July is within the horizon. */
  options.n_days = ddi_day_from_ymd (2020, 7, 1) - DISTRICT_FIRST;
  panel = district_new (&options, 4);
  forecast = district_forecast (panel, 28, 1);
  district_assert_sound (forecast);
  rows = ddi_forecast_rows (forecast, NULL);
  for (int i = 0; i < 4 * 3 * 28; i++)
    if (district_is_holiday (rows[i].day) && rows[i].predicted > 0)
      {
        g_assert_cmpint (rows[i].explanation.n_events, ==, 1);
        g_assert_cmpint (rows[i].explanation.events[0].offset, ==, 0);
        g_assert_cmpfloat_with_epsilon (rows[i].explanation.events[0].factor, 1.8, 0.35);
        g_assert_cmpfloat (rows[i].explanation.events[0].standard_error, >, 0);
        g_assert_false (rows[i].note & DDI_NOTE_EVENT_UNKNOWN);
        seen++;
      }
  g_assert_cmpint (seen, ==, 12);
}

/* On the eve of a yearly holiday the last one lies just before a year's backtest. */
static void
test_yearly_event (void)
{
  DistrictOptions options = district_plain;
  g_autoptr (DdiPanel) panel = NULL;
  g_autoptr (DdiForecast) forecast = NULL;
  const DdiForecastRow *rows;

  options.n_days = ddi_day_from_ymd (2020, 7, 14) - DISTRICT_FIRST;
  panel = district_new (&options, 31);
  forecast = district_forecast (panel, 2, 1);
  rows = ddi_forecast_rows (forecast, NULL);
  for (int s = 0; s < 12; s++)
    g_assert_cmpfloat_with_epsilon (rows[s * 2 + 1].explanation.events[0].factor, options.holiday, 0.35);
}

static void
test_manager_expectation (void)
{
  DistrictOptions options = district_plain;
  g_autoptr (DdiPanel) panel = NULL;
  g_autoptr (DdiForecast) forecast = NULL;
  const DdiForecastRow *rows;
  DdiDay snow;

  options.holiday = 1;
  panel = district_new (&options, 5);
  snow = DISTRICT_FIRST + options.n_days + 2;
  ddi_panel_add_event (panel, &(DdiEvent){ .name = "Snow",
                                           .kind = DDI_EVENT_LOCAL,
                                           .first = snow,
                                           .last = snow,
                                           .store = 0,
                                           .expected_effect = -0.4,
                                           .closes_at = -1 });
  forecast = district_forecast (panel, 7, 1);
  rows = ddi_forecast_rows (forecast, NULL);
  /* Store 1 has it, store 2 does not. */
  g_assert_cmpfloat_with_epsilon (rows[2].explanation.events[0].factor, 0.6, 0.03);
  g_assert_cmpint (rows[3 * 7 + 2].explanation.n_events, ==, 0);
  district_assert_sound (forecast);
}

static void
multiply_days (DdiPanel *panel, DdiDay first, DdiDay last, double factor)
{
  for (int s = 0; s < ddi_panel_n_series (panel); s++)
    for (DdiDay day = first; day <= last; day++)
      if (day < DISTRICT_FIRST + ddi_panel_n_days (panel))
        ddi_panel_set (panel, s, day, round (factor * ddi_panel_quantities (panel, s)[day - DISTRICT_FIRST]),
                       DDI_CELL_PLAIN);
}

static void
add_event (DdiPanel *panel, const char *name, DdiEventKind kind, DdiDay first, int days, double expected)
{
  ddi_panel_add_event (panel, &(DdiEvent){ .name = name,
                                           .kind = kind,
                                           .first = first,
                                           .last = first + days - 1,
                                           .store = DDI_EVENT_ALL_STORES,
                                           .expected_effect = expected,
                                           .closes_at = -1 });
}

/* The manager says less by 40 %; after six such days that sold as ever, hardly anything of it is left. */
static void
test_learnt_outweighs_manager (void)
{
  DistrictOptions options = district_plain;
  g_autoptr (DdiPanel) panel = NULL;
  g_autoptr (DdiForecast) forecast = NULL;
  const DdiForecastRow *rows;

  options.holiday = 1;
  options.closed_sundays = FALSE;
  panel = district_new (&options, 41);
  for (int k = 0; k < 7; k++)
    add_event (panel, "Snow", DDI_EVENT_LOCAL, DISTRICT_FIRST + options.n_days + 2 - 97 * k, 1, -0.4);
  forecast = district_forecast (panel, 7, 1);
  rows = ddi_forecast_rows (forecast, NULL);
  for (int s = 0; s < 12; s++)
    {
      g_assert_cmpfloat (rows[s * 7 + 2].explanation.events[0].factor, >, 0.85);
      g_assert_cmpfloat (rows[s * 7 + 2].explanation.events[0].factor, <, 1.05);
    }
}

/* A shop that was shut for six weeks, and wrote so, sells again when it opens: it is not gone. */
static void
test_reopens (void)
{
  DistrictOptions options = district_plain;
  g_autoptr (DdiPanel) panel = NULL;
  g_autoptr (DdiForecast) forecast = NULL;

  options.holiday = 1;
  options.closed_sundays = FALSE;
  panel = district_new (&options, 93);
  for (int s = 0; s < ddi_panel_n_series (panel); s++)
    for (int t = options.n_days - 42; ddi_panel_series_store (panel, s) == 1 && t < options.n_days; t++)
      ddi_panel_set (panel, s, DISTRICT_FIRST + t, 0, DDI_CELL_CLOSED);
  forecast = district_forecast (panel, 7, 1);
  for (int s = 0; s < ddi_panel_n_series (panel); s++)
    for (int i = 0; i < 7; i++)
      {
        double truth =
            district_demand (&options, ddi_panel_series_store (panel, s), ddi_panel_series_product (panel, s),
                             DISTRICT_FIRST + options.n_days + i);

        g_assert_cmpfloat_with_epsilon (ddi_forecast_rows (forecast, NULL)[s * 7 + i].predicted / truth, 1,
                                        0.25);
      }
}

/* A holiday on which every shop sells what it sells, whatever weekday it falls on: its factor is another each year. */
static void
test_moved_weekday (void)
{
  DistrictOptions options = district_plain;
  g_autoptr (DdiPanel) panel = NULL;
  g_autoptr (DdiForecast) forecast = NULL;
  g_autoptr (GRand) rand = g_rand_new_with_seed (94);

  options.closed_sundays = FALSE;
  options.n_days = ddi_day_from_ymd (2022, 7, 12) - DISTRICT_FIRST;
  panel = district_new (&options, 94);
  for (int s = 0; s < ddi_panel_n_series (panel); s++)
    for (int t = 0; t < options.n_days; t++)
      if (district_is_holiday (DISTRICT_FIRST + t))
        {
          int store = ddi_panel_series_store (panel, s), product = ddi_panel_series_product (panel, s);
          double usual = options.level * (1 + 0.3 * store) / (1 + 0.5 * product);

          ddi_panel_set (panel, s, DISTRICT_FIRST + t,
                         round (1.2 * usual * exp (options.noise * district_normal (rand))), DDI_CELL_PLAIN);
        }
  forecast = district_forecast (panel, 7, 1);
  for (int s = 0; s < ddi_panel_n_series (panel); s++)
    {
      int store = ddi_panel_series_store (panel, s), product = ddi_panel_series_product (panel, s);
      const DdiForecastRow *row = ddi_forecast_rows (forecast, NULL) + s * 7 + 3;

      /* Friday, which sells 1.0 of the usual; the years before had a Thursday, a Wednesday, a Monday, two at weekends. */
      g_assert_true (district_is_holiday (row->day));
      g_assert_cmpfloat_with_epsilon (row->predicted /
                                          (1.2 * options.level * (1 + 0.3 * store) / (1 + 0.5 * product)),
                                      1, 0.2);
    }
}

/* A sheet that is missing for the only holiday seen is no closed day, since the other stores were open; one that is
 * missing each time is. */
static void
test_missing_sheet (void)
{
  DistrictOptions options = district_plain;

  options.closed_sundays = FALSE;
  for (int years = 1; years <= 2; years++)
    {
      g_autoptr (DdiPanel) panel = NULL;
      g_autoptr (DdiForecast) forecast = NULL;

      options.n_days = ddi_day_from_ymd (2017 + years, 7, 10) - DISTRICT_FIRST;
      panel = district_new (&options, 92);
      for (int s = 0; s < ddi_panel_n_series (panel); s++)
        for (int year = 0; ddi_panel_series_store (panel, s) == 1 && year < years; year++)
          ddi_panel_set (panel, s, ddi_day_from_ymd (2017 + year, 7, 15), NAN, DDI_CELL_PLAIN);
      forecast = district_forecast (panel, 7, 1);
      for (int s = 0; s < ddi_panel_n_series (panel); s++)
        {
          const DdiForecastRow *row = ddi_forecast_rows (forecast, NULL) + s * 7 + 5;

          g_assert_true (district_is_holiday (row->day));
          g_assert_cmpint (row->predicted > 0, ==, ddi_panel_series_store (panel, s) != 1 || years == 1);
        }
    }
}

/* A fair that sells more of one category: a product of it that came after the last fair is expected to sell more, one
 * of the other is not. */
static void
test_category (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (91);
  g_autoptr (DdiPanel) panel = ddi_panel_new (DISTRICT_FIRST, 700);
  g_autoptr (DdiForecast) forecast = NULL;
  const DdiForecastRow *rows;

  for (int store = 0; store < 3; store++)
    {
      g_autofree char *name = g_strdup_printf ("Store %d", store);

      ddi_panel_add_store (panel, name);
    }
  for (int p = 0; p < 8; p++)
    {
      g_autofree char *name = g_strdup_printf ("Product %d", p);

      ddi_panel_add_product (panel, name, p < 4 ? "Rings" : "Holes");
      for (int store = 0; store < 3; store++)
        for (int t = p % 4 == 3 ? 560 : 0; t < 700; t++)
          ddi_panel_set (panel, ddi_panel_add_series (panel, store, p), DISTRICT_FIRST + t,
                         round (80 * exp (0.12 * district_normal (rand)) *
                                (t % 110 == 100 && t < 530 && p < 4 ? 1.7 : 1)),
                         DDI_CELL_PLAIN);
    }
  for (int t = 100; t < 530; t += 110)
    add_event (panel, "Fair", DDI_EVENT_LOCAL, DISTRICT_FIRST + t, 1, NAN);
  add_event (panel, "Fair", DDI_EVENT_LOCAL, DISTRICT_FIRST + 702, 1, NAN);
  forecast = district_forecast (panel, 7, 1);
  rows = ddi_forecast_rows (forecast, NULL);
  for (int p = 0; p < 8; p++)
    for (int store = 0; store < 3; store++)
      {
        int s = ddi_panel_find_series (panel, store, p);
        double factor = rows[s * 7 + 2].explanation.events[0].factor;

        if (p % 4 == 3 && p < 4)
          g_assert_cmpfloat (factor, >, 1.38);
        else
          g_assert_cmpfloat_with_epsilon (factor, p < 4 ? 1.65 : 1, 0.2);
      }
}

/* Promotions last days or weeks and come whenever: what they did in the past is expected of the next. */
static void
test_promotion (void)
{
  DistrictOptions options = district_plain;
  g_autoptr (DdiPanel) panel = NULL;
  g_autoptr (DdiForecast) forecast = NULL;
  const DdiForecastRow *rows;
  double inside = 0, outside = 0;

  options.holiday = 1;
  options.n_days = 900;
  options.closed_sundays = FALSE;
  panel = district_new (&options, 42);
  for (int t = 60; t + 10 < options.n_days; t += 75)
    {
      add_event (panel, "Promotion", DDI_EVENT_PROMOTION, DISTRICT_FIRST + t, 10, NAN);
      multiply_days (panel, DISTRICT_FIRST + t, DISTRICT_FIRST + t + 9, 1.3);
    }
  add_event (panel, "Promotion", DDI_EVENT_PROMOTION, DISTRICT_FIRST + options.n_days + 7, 7, NAN);
  forecast = district_forecast (panel, 14, 1);
  district_assert_sound (forecast);
  rows = ddi_forecast_rows (forecast, NULL);
  for (int s = 0; s < 12; s++)
    for (int i = 0; i < 7; i++)
      {
        outside += rows[s * 14 + i].predicted;
        inside += rows[s * 14 + 7 + i].predicted;
        g_assert_cmpint (rows[s * 14 + i].explanation.n_events, ==, 0);
        g_assert_cmpint (rows[s * 14 + 7 + i].explanation.n_events, ==, 1);
        g_assert_cmpfloat_with_epsilon (rows[s * 14 + 7 + i].explanation.events[0].factor, 1.3, 0.06);
      }
  g_assert_cmpfloat_with_epsilon (inside / outside, 1.3, 0.08);
}

/* A day that ended at noon says nothing about ordinary days, and the next early end is expected to cost as
 * much. */
static void
test_early_end (void)
{
  DistrictOptions options = district_plain;
  g_autoptr (DdiPanel) panel = NULL, untouched = NULL;
  g_autoptr (DdiForecast) forecast = NULL, usual = NULL;
  const DdiForecastRow *rows, *other;

  options.holiday = 1;
  options.closed_sundays = FALSE;
  panel = district_new (&options, 43);
  untouched = district_new (&options, 43);
  for (int t = options.n_days + 3; t > 0; t -= t > options.n_days ? 5 : 61)
    {
      DdiDay day = DISTRICT_FIRST + t;

      ddi_panel_add_event (panel, &(DdiEvent){ .name = "Closes at noon",
                                               .kind = DDI_EVENT_CLOSURE,
                                               .first = day,
                                               .last = day,
                                               .store = DDI_EVENT_ALL_STORES,
                                               .expected_effect = NAN,
                                               .closes_at = 12 * 60 });
      multiply_days (panel, day, day, 0.5);
    }
  forecast = district_forecast (panel, 7, 1);
  usual = district_forecast (untouched, 7, 1);
  rows = ddi_forecast_rows (forecast, NULL);
  other = ddi_forecast_rows (usual, NULL);
  for (int s = 0; s < 12; s++)
    for (int i = 0; i < 7; i++)
      {
        double share = rows[s * 7 + i].predicted / other[s * 7 + i].predicted;

        if (i == 3)
          g_assert_cmpfloat_with_epsilon (share, 0.5, 0.1);
        else
          g_assert_cmpfloat_with_epsilon (share, 1, 0.1);
      }
}

/* Demand falls by a factor on every warm day, by chance one in three. */
static DdiPanel *
new_weather_panel (double factor, gboolean warm_tomorrow)
{
  DistrictOptions options = district_plain;
  g_autoptr (GRand) rand = g_rand_new_with_seed (77);
  DdiPanel *panel;

  options.noise = 0.1;
  options.holiday = 1;
  panel = district_new (&options, 8);
  for (int t = 0; t < options.n_days + 1; t++)
    {
      gboolean warm = t < options.n_days ? g_rand_int_range (rand, 0, 3) == 0 : warm_tomorrow;

      ddi_panel_add_weather (panel, "temperature", DDI_EVENT_ALL_STORES, DISTRICT_FIRST + t, warm ? 30 : 18);
      for (int s = 0; warm && t < options.n_days && s < ddi_panel_n_series (panel); s++)
        ddi_panel_set (panel, s, DISTRICT_FIRST + t, round (factor * ddi_panel_quantities (panel, s)[t]),
                       DDI_CELL_PLAIN);
    }
  return panel;
}

static double
weather_of_tomorrow (double factor, gboolean warm)
{
  g_autoptr (DdiPanel) panel = new_weather_panel (factor, warm);
  g_autoptr (DdiForecast) forecast = district_forecast (panel, 2, 1);
  const DdiForecastRow *rows = ddi_forecast_rows (forecast, NULL);

  district_assert_sound (forecast);
  /* The day after tomorrow has no weather forecast. */
  g_assert_cmpfloat (rows[1].explanation.weather, ==, 1);
  return rows[0].explanation.weather;
}

static void
test_weather (void)
{
  /* Warm days sell 0.7 of the others: both against the mean of a week that has some of each. */
  double warm = weather_of_tomorrow (0.7, TRUE), cool = weather_of_tomorrow (0.7, FALSE);

  g_assert_cmpfloat_with_epsilon (warm / cool, 0.7, 0.06);
  g_assert_cmpfloat (warm, <, 0.85);
  g_assert_cmpfloat (cool, >, 1.05);
  g_assert_cmpfloat_with_epsilon (weather_of_tomorrow (1, TRUE), 1, 0.02);
}

/* What each past occurrence did at a store: sold over expected. */
static double
outcome_ratio (const DdiForecast *forecast, const DdiPanel *panel, const char *name, int store, guint *n_seen)
{
  guint n;
  const DdiEventOutcome *outcomes = ddi_forecast_event_outcomes (forecast, &n);
  double sold = 0, expected = 0;

  *n_seen = 0;
  for (guint i = 0; i < n; i++)
    if (outcomes[i].store == store && g_str_equal (ddi_panel_event (panel, outcomes[i].event)->name, name))
      {
        g_assert_cmpfloat (outcomes[i].expected, >, 0);
        sold += outcomes[i].sold;
        expected += outcomes[i].expected;
        ++*n_seen;
      }
  return sold / expected;
}

/* A holiday against the ordinary days around it, a spell against the same days without it; what is yet to come has
 * done nothing. */
static void
test_outcomes (void)
{
  DistrictOptions options = district_plain;
  g_autoptr (DdiPanel) panel = NULL;
  g_autoptr (DdiForecast) forecast = NULL;
  int n_past = 0;

  options.n_days = 900;
  options.holiday = 1.5;
  panel = district_new (&options, 42);
  for (int t = 60; t + 10 < options.n_days; t += 75)
    {
      add_event (panel, "Promotion", DDI_EVENT_PROMOTION, DISTRICT_FIRST + t, 10, NAN);
      multiply_days (panel, DISTRICT_FIRST + t, DISTRICT_FIRST + t + 9, 1.3);
      n_past++;
    }
  add_event (panel, "Promotion", DDI_EVENT_PROMOTION, DISTRICT_FIRST + options.n_days - 3, 7, NAN);
  ddi_panel_add_event (panel, &(DdiEvent){ .name = "Fair",
                                           .kind = DDI_EVENT_LOCAL,
                                           .first = DISTRICT_FIRST + 700,
                                           .last = DISTRICT_FIRST + 701,
                                           .store = 2,
                                           .expected_effect = NAN,
                                           .closes_at = -1 });
  forecast = district_forecast (panel, 14, 1);
  for (int store = 0; store < options.n_stores; store++)
    {
      guint n;

      g_assert_cmpfloat_with_epsilon (outcome_ratio (forecast, panel, "Promotion", store, &n), 1.3, 0.1);
      /* The first may lie before there was anything to expect. */
      g_assert_cmpint ((int)n, >=, n_past - 1);
      g_assert_cmpint ((int)n, <=, n_past);
      outcome_ratio (forecast, panel, "Fair", store, &n);
      g_assert_cmpuint (n, ==, store == 2 ? 1 : 0);
    }
}

static void
test_closure (void)
{
  g_autoptr (DdiPanel) panel = district_new (&district_plain, 6);
  g_autoptr (DdiForecast) forecast = NULL;
  const DdiForecastRow *rows;
  DdiDay day = DISTRICT_FIRST + district_plain.n_days + 1;

  ddi_panel_add_event (panel, &(DdiEvent){ .name = "Refit",
                                           .kind = DDI_EVENT_CLOSURE,
                                           .first = day,
                                           .last = day,
                                           .store = 0,
                                           .expected_effect = NAN,
                                           .closes_at = -1 });
  forecast = district_forecast (panel, 7, 1);
  rows = ddi_forecast_rows (forecast, NULL);
  g_assert_cmpfloat (rows[1].predicted, ==, 0);
  g_assert_cmpint (rows[1].order_quantity, ==, 0);
  g_assert_true (rows[1].note & DDI_NOTE_CLOSED);
  g_assert_cmpfloat (rows[0].predicted, >, 0);
  district_assert_sound (forecast);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/forecast/engine-events/event-effect", test_event_effect);
  g_test_add_func ("/forecast/engine-events/yearly-event", test_yearly_event);
  g_test_add_func ("/forecast/engine-events/manager-expectation", test_manager_expectation);
  g_test_add_func ("/forecast/engine-events/learnt-outweighs-manager", test_learnt_outweighs_manager);
  g_test_add_func ("/forecast/engine-events/promotion", test_promotion);
  g_test_add_func ("/forecast/engine-events/category", test_category);
  g_test_add_func ("/forecast/engine-events/missing-sheet", test_missing_sheet);
  g_test_add_func ("/forecast/engine-events/reopens", test_reopens);
  g_test_add_func ("/forecast/engine-events/moved-weekday", test_moved_weekday);
  g_test_add_func ("/forecast/engine-events/early-end", test_early_end);
  g_test_add_func ("/forecast/engine-events/weather", test_weather);
  g_test_add_func ("/forecast/engine-events/outcomes", test_outcomes);
  g_test_add_func ("/forecast/engine-events/closure", test_closure);
  return g_test_run ();
}
