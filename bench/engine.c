/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The engine's speed, memory and patience on a made-up district: engine [SERIES DAYS].
 * Prints series a second of a full run on one thread and on all, how many times faster one new day is, the
 * longest wait from "stop" to the return, and the most memory held. */
#include "forecast/ddi-engine-state.h"

#include <math.h>
#include <stdlib.h>
#include <sys/resource.h>

#define PRODUCTS 30
#define FIRST 18000
#define TRIALS 20

static DdiPanel *
new_panel (int n_series, int n_days)
{
  static const double profile[7] = { 0.8, 0.75, 0.8, 0.9, 1.0, 1.35, 1.4 };
  g_autoptr (GRand) rand = g_rand_new_with_seed (1);
  DdiPanel *panel = ddi_panel_new (FIRST, n_days);

  for (int s = 0; s < n_series; s++)
    {
      g_autofree char *store = g_strdup_printf ("Store %d", s / PRODUCTS);
      g_autofree char *product = g_strdup_printf ("Product %d", s % PRODUCTS);
      int series = ddi_panel_add_series (panel, ddi_panel_add_store (panel, store),
                                         ddi_panel_add_product (panel, product, NULL));
      double level = exp (g_rand_double_range (rand, 1, 5));

      for (int t = 0; t < n_days; t++)
        {
          double noise = 0.3 * (g_rand_double (rand) + g_rand_double (rand) + g_rand_double (rand) - 1.5);
          gboolean holiday = t % 365 == 100;

          ddi_panel_set (panel, series, FIRST + t,
                         round (level * profile[ddi_day_weekday (FIRST + t)] * exp (2 * noise) *
                                (holiday ? 1.5 : 1)),
                         DDI_CELL_PLAIN);
        }
    }
  for (int t = 100; t < n_days + 365; t += 365)
    ddi_panel_add_event (panel, &(DdiEvent){ .name = "Holiday",
                                             .kind = DDI_EVENT_HOLIDAY,
                                             .first = FIRST + t,
                                             .last = FIRST + t,
                                             .store = DDI_EVENT_ALL_STORES,
                                             .expected_effect = NAN,
                                             .closes_at = -1 });
  return panel;
}

typedef struct
{
  double stop_at; /* share of the work; 2: never */
  gint64 stopped;
} Patience;

static gboolean
progress_cb (double share, gpointer data)
{
  Patience *self = data;

  if (share < self->stop_at)
    return TRUE;
  if (self->stopped == 0)
    self->stopped = g_get_monotonic_time ();
  return FALSE;
}

static double
seconds_since (gint64 start)
{
  return (double)(g_get_monotonic_time () - start) / G_USEC_PER_SEC;
}

int
main (int argc, char **argv)
{
  int n_series = argc > 2 ? atoi (argv[1]) : 1000, n_days = argc > 2 ? atoi (argv[2]) : 1095;
  g_autoptr (DdiPanel) panel = new_panel (n_series, n_days);
  g_autoptr (DdiEngineState) state = NULL;
  DdiEngineRequest request;
  struct rusage usage;
  double full = 0, update, longest = 0;
  gint64 start;

  ddi_engine_request_init (&request, panel);
  for (int threads = 1; threads >= 0; threads--)
    {
      DdiForecast *forecast;

      request.n_threads = threads;
      start = g_get_monotonic_time ();
      forecast = ddi_engine_run (&request, NULL);
      full = seconds_since (start);
      g_print ("series_per_second %s %.0f\n", threads ? "one_thread" : "all_threads", n_series / full);
      ddi_forecast_unref (forecast);
    }
  request.from--;
  ddi_forecast_unref (ddi_engine_run_keeping (&request, TRUE, &state, NULL));
  request.from++;
  start = g_get_monotonic_time ();
  ddi_forecast_unref (ddi_engine_update (state, &request, NULL));
  update = seconds_since (start);
  g_print ("update_seconds %.3f times_faster %.1f\n", update, full / update);
  g_clear_pointer (&state, ddi_engine_state_free);
  getrusage (RUSAGE_SELF, &usage);
  g_print ("most_memory_mb %.0f\n", (double)usage.ru_maxrss / 1024);
  for (int i = 0; i < TRIALS; i++)
    {
      Patience patience = { .stop_at = (i + 0.5) / TRIALS };
      g_autoptr (GError) error = NULL;

      request.progress = progress_cb;
      request.progress_data = &patience;
      ddi_engine_run (&request, &error);
      if (error)
        longest = MAX (longest, seconds_since (patience.stopped));
    }
  g_print ("longest_cancel_ms %.0f\n", longest * 1000);
  return 0;
}
