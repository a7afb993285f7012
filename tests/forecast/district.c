/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "district.h"

#include <math.h>

static const double profile[7] = { 0.8, 0.75, 0.8, 0.9, 1.0, 1.35, 1.4 };

gboolean
district_is_holiday (DdiDay day)
{
  int month, dom;

  ddi_day_to_ymd (day, NULL, &month, &dom);
  return month == 7 && dom == 15;
}

double
district_demand (const DistrictOptions *options, int store, int product, DdiDay day)
{
  DdiWeekday d = ddi_day_weekday (day);
  double demand = options->level * (1 + 0.3 * store) / (1 + 0.5 * product) * profile[d];

  if (options->closed_sundays && store % 2 == 1 && d == DDI_SUNDAY)
    return 0;
  return demand * (district_is_holiday (day) ? options->holiday : 1);
}

double
district_normal (GRand *rand)
{
  /* Box and Muller (1958). */
  double u = 1 - g_rand_double (rand), v = g_rand_double (rand);

  return sqrt (-2 * log (u)) * cos (2 * G_PI * v);
}

DdiPanel *
district_new (const DistrictOptions *options, guint32 seed)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
  DdiPanel *panel = ddi_panel_new (DISTRICT_FIRST, options->n_days);

  for (int store = 0; store < options->n_stores; store++)
    {
      g_autofree char *name = g_strdup_printf ("Store %d", store + 1);

      ddi_panel_add_store (panel, name);
    }
  for (int product = 0; product < options->n_products; product++)
    {
      g_autofree char *name = g_strdup_printf ("Product %d", product + 1);

      ddi_panel_add_product (panel, name, NULL);
    }
  for (int store = 0; store < options->n_stores; store++)
    for (int product = 0; product < options->n_products; product++)
      {
        int series = ddi_panel_add_series (panel, store, product);

        for (DdiDay day = DISTRICT_FIRST; day < DISTRICT_FIRST + options->n_days; day++)
          {
            double demand = district_demand (options, store, product, day);

            ddi_panel_set (panel, series, day, round (demand * exp (options->noise * district_normal (rand))),
                           DDI_CELL_PLAIN);
          }
      }
  for (DdiDay day = DISTRICT_FIRST; day < DISTRICT_FIRST + options->n_days + 366; day++)
    if (options->holiday != 1 && district_is_holiday (day))
      ddi_panel_add_event (panel, &(DdiEvent){ .name = "Midsummer",
                                               .kind = DDI_EVENT_HOLIDAY,
                                               .first = day,
                                               .last = day,
                                               .store = DDI_EVENT_ALL_STORES,
                                               .expected_effect = NAN,
                                               .closes_at = -1 });
  return panel;
}

const DistrictOptions district_plain = { .n_stores = 4,
                                         .n_products = 3,
                                         .n_days = 730,
                                         .level = 90,
                                         .noise = 0.15,
                                         .holiday = 1.8,
                                         .closed_sundays = TRUE };

DdiForecast *
district_forecast (const DdiPanel *panel, int horizon, int n_threads)
{
  g_autoptr (GError) error = NULL;
  DdiEngineRequest request;
  DdiForecast *forecast;

  ddi_engine_request_init (&request, panel);
  request.horizon = horizon;
  request.n_threads = n_threads;
  forecast = ddi_engine_run (&request, &error);
  g_assert_no_error (error);
  return forecast;
}

static double
product_of_factors (const DdiExplanation *why)
{
  double product = why->level * why->weekday * why->season * why->drift * why->weather * why->correction *
                   why->spill * why->combination * why->open;

  for (int i = 0; i < why->n_events; i++)
    product *= why->events[i].factor;
  return product;
}

void
district_assert_sound (const DdiForecast *forecast)
{
  gsize n_rows;
  const DdiForecastRow *rows = ddi_forecast_rows (forecast, &n_rows);

  for (gsize i = 0; i < n_rows; i++)
    {
      const DdiForecastRow *row = rows + i;
      double last = 0;

      g_assert_true (isfinite (row->predicted) && isfinite (row->lower) && isfinite (row->upper));
      g_assert_cmpfloat (row->lower, >=, 0);
      g_assert_cmpfloat (row->lower, <=, row->predicted);
      g_assert_cmpfloat (row->predicted, <=, row->upper);
      g_assert_cmpfloat (row->confidence, >=, 0);
      g_assert_cmpfloat (row->confidence, <=, 1);
      g_assert_cmpint (row->order_quantity, >=, 0);
      g_assert_nonnull (row->model);
      g_assert_cmpfloat (fabs (product_of_factors (&row->explanation) - row->predicted), <=,
                         MAX (0.5, 1e-6 * row->predicted));
      for (double p = 0.01; p < 1; p += 0.07)
        {
          double quantile = ddi_forecast_quantile (forecast, i, p);

          g_assert_cmpfloat (quantile, >=, last);
          last = quantile;
        }
    }
}
