/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The engine's speed, memory and patience on a made-up district: engine [SERIES DAYS].
 * Prints seconds and series a second of a full run on one thread and on all, whether both gave the same bits, how
 * many times faster one new day is (the first after a full run, and the median of a working week) and how far the last of
 * the week is from the full run's forecasts (of all pieces, and the furthest of a forecast of ten pieces or more), the
 * most memory held, and the longest time between two questions
 * whether to go on, which is how long "stop" may take. */
#include "forecast/ddi-engine-state.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

#define PRODUCTS 30
#define FIRST 18000
#define UPDATES 5 /* days */

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

/* When it was last asked whether to go on, and the longest that it was not: processor time, so that what else
 * runs on the machine does not count. */
typedef struct
{
  double last, longest;
  double share; /* at which that ended */
} Patience;

static double
processor_seconds (void)
{
  struct timespec time;

  clock_gettime (CLOCK_PROCESS_CPUTIME_ID, &time);
  return (double)time.tv_sec + 1e-9 * (double)time.tv_nsec;
}

static gboolean
progress_cb (double share, gpointer data)
{
  Patience *self = data;
  double now = processor_seconds ();

  if (now - self->last > self->longest)
    {
      self->longest = now - self->last;
      self->share = share;
    }
  self->last = now;
  return TRUE;
}

static double
seconds_since (gint64 start)
{
  return (double)(g_get_monotonic_time () - start) / G_USEC_PER_SEC;
}

static gboolean
same_bits (const DdiForecast *one, const DdiForecast *other)
{
  gsize n_rows;
  const DdiForecastRow *x = ddi_forecast_rows (one, &n_rows), *y = ddi_forecast_rows (other, NULL);

  for (gsize i = 0; i < n_rows; i++)
    if (memcmp (&x[i].predicted, &y[i].predicted, sizeof (double)) != 0 ||
        memcmp (&x[i].lower, &y[i].lower, sizeof (double)) != 0 ||
        memcmp (&x[i].upper, &y[i].upper, sizeof (double)) != 0 || x[i].order_quantity != y[i].order_quantity)
      return FALSE;
  return TRUE;
}

static void
print_difference (const DdiForecast *updated, const DdiForecast *full)
{
  gsize n_rows;
  const DdiForecastRow *x = ddi_forecast_rows (updated, &n_rows), *y = ddi_forecast_rows (full, NULL);
  double off = 0, all = 0, furthest = 0;

  for (gsize i = 0; i < n_rows; i++)
    {
      off += fabs (x[i].predicted - y[i].predicted);
      all += y[i].predicted;
      if (y[i].predicted >= 10)
        furthest = MAX (furthest, fabs (x[i].predicted / y[i].predicted - 1));
    }
  g_print ("update_off %.5f update_furthest_off %.4f\n", off / all, furthest);
}

static DdiForecast *
run (DdiEngineRequest *request, int threads, double *seconds)
{
  gint64 start = g_get_monotonic_time ();
  DdiForecast *forecast;

  request->n_threads = threads;
  forecast = ddi_engine_run (request, NULL);
  *seconds = seconds_since (start);
  return forecast;
}

static int
compare_seconds (gconstpointer a, gconstpointer b)
{
  double x = *(const double *)a, y = *(const double *)b;

  return x < y ? -1 : x > y;
}

/* A working week: each day is one more, after what was learnt before the first. */
static void
measure_update (DdiEngineRequest *request, const DdiForecast *full, double full_seconds)
{
  g_autoptr (DdiEngineState) state = NULL;
  g_autoptr (DdiForecast) before = NULL, updated = NULL;
  double seconds[UPDATES];

  request->from -= UPDATES;
  before = ddi_engine_run_keeping (request, TRUE, &state, NULL);
  for (int i = 0; i < UPDATES; i++)
    {
      gint64 start = g_get_monotonic_time ();

      request->from++;
      g_clear_pointer (&updated, ddi_forecast_unref);
      updated = ddi_engine_update (state, request, NULL);
      seconds[i] = seconds_since (start);
    }
  g_print ("first_update_seconds %.3f times_faster %.1f\n", seconds[0], full_seconds / seconds[0]);
  qsort (seconds, UPDATES, sizeof (double), compare_seconds);
  g_print ("update_seconds %.3f update_times_faster %.1f\n", seconds[UPDATES / 2],
           full_seconds / seconds[UPDATES / 2]);
  print_difference (updated, full);
}

/* A run that is cancelled at a share of the way, and how long it takes to return. */
typedef struct
{
  double at, asked; /* share; processor seconds when it was first said, 0: not yet */
} Stop;

static gboolean
stop_cb (double share, gpointer data)
{
  Stop *self = data;

  if (share < self->at)
    return TRUE;
  if (self->asked == 0)
    self->asked = processor_seconds ();
  return FALSE;
}

static void
measure_stop (DdiEngineRequest *request, double at)
{
  Stop stop = { .at = at };
  g_autoptr (DdiForecast) forecast = NULL;

  request->progress = stop_cb;
  request->progress_data = &stop;
  forecast = ddi_engine_run (request, NULL);
  g_print ("cancelled_at %.2f returned_ms %.0f\n", at, (processor_seconds () - stop.asked) * 1000);
}

/* On one thread: with several another one would answer in the meantime. */
static void
measure_patience (DdiEngineRequest *request)
{
  Patience patience = { 0 };
  g_autoptr (DdiEngineState) state = NULL;
  g_autoptr (DdiForecast) forecast = NULL, updated = NULL;

  request->n_threads = 1;
  request->progress = progress_cb;
  request->progress_data = &patience;
  request->from--;
  patience.last = processor_seconds ();
  forecast = ddi_engine_run_keeping (request, TRUE, &state, NULL);
  progress_cb (2, &patience);
  g_print ("longest_cancel_ms %.0f at_share %.3f\n", patience.longest * 1000, patience.share);

  request->from++;
  patience = (Patience){ .last = processor_seconds () };
  updated = ddi_engine_update (state, request, NULL);
  progress_cb (2, &patience);
  g_print ("update_longest_cancel_ms %.0f at_share %.3f\n", patience.longest * 1000, patience.share);
  for (int quarter = 1; quarter < 4; quarter++)
    measure_stop (request, quarter / 4.0);
}

int
main (int argc, char **argv)
{
  int n_series = argc > 2 ? atoi (argv[1]) : 1000, n_days = argc > 2 ? atoi (argv[2]) : 1095;
  g_autoptr (DdiPanel) panel = new_panel (n_series, n_days);
  g_autoptr (DdiForecast) one = NULL, all = NULL;
  DdiEngineRequest request;
  struct rusage usage;
  double one_seconds, all_seconds;

  g_print ("series %d days %d\n", n_series, n_days);
  ddi_engine_request_init (&request, panel);
  one = run (&request, 1, &one_seconds);
  all = run (&request, 0, &all_seconds);
  g_print ("one_thread_seconds %.2f series_per_second %.0f\n", one_seconds, n_series / one_seconds);
  g_print ("all_threads_seconds %.2f series_per_second %.0f same_bits %s\n", all_seconds,
           n_series / all_seconds, same_bits (one, all) ? "yes" : "no");
  measure_update (&request, all, all_seconds);
  getrusage (RUSAGE_SELF, &usage);
  g_print ("most_memory_mb %.0f\n", (double)usage.ru_maxrss / 1024);
  measure_patience (&request);
  return 0;
}
