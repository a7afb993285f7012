/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "forecast/ddi-engine-state-private.h"

#include <math.h>

#include "district.h"

static const DistrictOptions options = { .n_stores = 4,
                                         .n_products = 3,
                                         .n_days = 1300,
                                         .level = 60,
                                         .noise = 0.2,
                                         .holiday = 1.6,
                                         .closed_sundays = TRUE };

static DdiEngineRequest
request_from (const DdiPanel *panel, int day)
{
  DdiEngineRequest request;

  ddi_engine_request_init (&request, panel);
  request.from = DISTRICT_FIRST + day;
  request.n_threads = 1;
  return request;
}

static DdiEngineState *
learn (const DdiPanel *panel, int day)
{
  DdiEngineRequest request = request_from (panel, day);
  g_autoptr (GError) error = NULL;
  DdiEngineState *state;
  g_autoptr (DdiForecast) kept = ddi_engine_run_keeping (&request, TRUE, &state, &error);
  g_autoptr (DdiForecast) plain = ddi_engine_run (&request, NULL);

  g_assert_no_error (error);
  g_assert_nonnull (state);
  for (int i = 0; i < 12 * 7; i++)
    g_assert_cmpfloat (ddi_forecast_rows (kept, NULL)[i].predicted, ==,
                       ddi_forecast_rows (plain, NULL)[i].predicted);
  return state;
}

static void
assert_close (const DdiForecast *updated, const DdiForecast *full)
{
  const DdiForecastRow *rows = ddi_forecast_rows (updated, NULL), *other = ddi_forecast_rows (full, NULL);

  for (int i = 0; i < 12 * 7; i++)
    {
      /* How cautiously events are learnt, and how far they err, is settled by full runs only. */
      double tolerance = (rows[i].explanation.n_events ? 0.06 : 0.02) * other[i].predicted + 0.5;

      g_assert_cmpint (rows[i].day, ==, other[i].day);
      /* What is rolled is the same to the last bit; what is learnt from a day fewer is nearly. */
      g_assert_cmpfloat (rows[i].explanation.level, ==, other[i].explanation.level);
      g_assert_cmpfloat (rows[i].explanation.weekday, ==, other[i].explanation.weekday);
      g_assert_cmpfloat_with_epsilon (rows[i].predicted, other[i].predicted, tolerance);
      if (rows[i].explanation.n_events == 0)
        {
          g_assert_cmpfloat_with_epsilon (rows[i].lower, other[i].lower, 3 * tolerance);
          g_assert_cmpfloat_with_epsilon (rows[i].upper, other[i].upper, 3 * tolerance);
        }
      g_assert_cmpint (rows[i].note, ==, other[i].note);
    }
}

/* Day by day over a holiday, as every night would. */
static void
test_day_by_day (void)
{
  g_autoptr (DdiPanel) panel = district_new (&options, 31);
  int holiday = ddi_day_from_ymd (2020, 7, 15) - DISTRICT_FIRST;
  g_autoptr (DdiEngineState) state = learn (panel, holiday - 4);

  for (int day = holiday - 3; day < holiday + 6; day++)
    {
      DdiEngineRequest request = request_from (panel, day);
      g_autoptr (GError) error = NULL;
      g_autoptr (DdiForecast) updated = ddi_engine_update (state, &request, &error);
      g_autoptr (DdiForecast) full = ddi_engine_run (&request, NULL);

      g_assert_no_error (error);
      assert_close (updated, full);
    }
}

/* Many small series of one chain, which all rise and fall together: their sums tell so sooner. */
static DdiPanel *
new_chain (guint32 seed)
{
  static const DistrictOptions chain = {
    .n_stores = 12, .n_products = 3, .n_days = 800, .level = 6, .noise = 0.5, .holiday = 1
  };
  DdiPanel *panel = district_new (&chain, seed);
  g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
  double shock = 0;

  for (int t = 0; t < chain.n_days; t++)
    {
      shock = 0.95 * shock + 0.3 * district_normal (rand);
      for (int s = 0; s < ddi_panel_n_series (panel); s++)
        ddi_panel_set (panel, s, DISTRICT_FIRST + t, round (ddi_panel_quantities (panel, s)[t] * exp (shock)),
                       DDI_CELL_PLAIN);
    }
  return panel;
}

/* Where sums help, they help a state as well, before and after it was stored. */
static void
test_sums (void)
{
  g_autoptr (DdiEngineState) state = NULL, loaded = NULL;
  g_autoptr (DdiForecast) kept = NULL, updated = NULL, again = NULL, full = NULL;
  g_autoptr (DdiPanel) panel = NULL;
  g_autoptr (GBytes) bytes = NULL;
  DdiEngineRequest request;
  gsize n_rows;
  double moved = 0;

  /* Whether they help is found out in each chain's own history; in most of these they do. */
  for (guint32 seed = 1; seed <= 12 && (state == NULL || state->learn->above == NULL); seed++)
    {
      g_clear_pointer (&panel, ddi_panel_unref);
      g_clear_pointer (&state, ddi_engine_state_free);
      g_clear_pointer (&kept, ddi_forecast_unref);
      panel = new_chain (seed);
      request = request_from (panel, 790);
      kept = ddi_engine_run_keeping (&request, TRUE, &state, NULL);
    }
  g_assert_nonnull (state->learn->above);
  district_assert_sound (kept);
  bytes = ddi_engine_state_save (state);
  loaded = ddi_engine_state_load (bytes);
  g_assert_nonnull (loaded);
  g_assert_nonnull (loaded->learn->above);
  request = request_from (panel, 793);
  updated = ddi_engine_update (state, &request, NULL);
  request.n_threads = 2;
  again = ddi_engine_update (loaded, &request, NULL);
  full = ddi_engine_run (&request, NULL);
  district_assert_sound (updated);
  ddi_forecast_rows (updated, &n_rows);
  for (gsize i = 0; i < n_rows; i++)
    {
      const DdiForecastRow *a = ddi_forecast_rows (updated, NULL) + i,
                           *b = ddi_forecast_rows (again, NULL) + i, *c = ddi_forecast_rows (full, NULL) + i;

      g_assert_cmpfloat (a->predicted, ==, b->predicted);
      g_assert_cmpfloat (a->upper, ==, b->upper);
      /* Weights of three days before say nearly the same, also in so restless a chain. */
      g_assert_cmpfloat_with_epsilon (a->predicted, c->predicted, 0.1 * c->predicted + 0.5);
      moved = MAX (moved, fabs (log (a->explanation.combination)));
    }
  g_assert_cmpfloat (moved, >, 0.001);
}

static void
test_several_days_and_threads (void)
{
  g_autoptr (DdiPanel) panel = district_new (&options, 32);
  g_autoptr (DdiEngineState) one = learn (panel, 1280), two = learn (panel, 1280);
  DdiEngineRequest request = request_from (panel, 1293);
  g_autoptr (DdiForecast) first = ddi_engine_update (one, &request, NULL), second = NULL;

  request.n_threads = 4;
  second = ddi_engine_update (two, &request, NULL);
  for (int i = 0; i < 12 * 7; i++)
    {
      g_assert_cmpfloat (ddi_forecast_rows (first, NULL)[i].predicted, ==,
                         ddi_forecast_rows (second, NULL)[i].predicted);
      g_assert_cmpfloat (ddi_forecast_rows (first, NULL)[i].upper, ==,
                         ddi_forecast_rows (second, NULL)[i].upper);
    }
}

static void
assert_refused (DdiEngineState *state, const DdiPanel *panel, int day)
{
  DdiEngineRequest request = request_from (panel, day);
  g_autoptr (GError) error = NULL;

  g_assert_null (ddi_engine_update (state, &request, &error));
  g_assert_error (error, DDI_FORECAST_ERROR, DDI_FORECAST_ERROR_REQUEST);
}

/* What was corrected, planned or renamed since is not passed over, and weights grow old. */
static void
test_does_not_fit (void)
{
  g_autoptr (DdiPanel) panel = district_new (&options, 33), other = district_new (&options, 33);
  g_autoptr (DdiEngineState) state = learn (panel, 1250);
  DdiEngineRequest request = request_from (panel, 1260);
  g_autoptr (DdiForecast) forecast = NULL;

  assert_refused (state, panel, 1249);
  assert_refused (state, panel, 1250 + 29);
  ddi_panel_set (other, 5, DISTRICT_FIRST + 100, 17, DDI_CELL_PLAIN);
  assert_refused (state, other, 1260);
  ddi_panel_add_event (panel, &(DdiEvent){ .name = "Fair",
                                           .kind = DDI_EVENT_LOCAL,
                                           .first = DISTRICT_FIRST + 1262,
                                           .last = DISTRICT_FIRST + 1262,
                                           .store = DDI_EVENT_ALL_STORES,
                                           .expected_effect = NAN,
                                           .closes_at = -1 });
  assert_refused (state, panel, 1260);
  ddi_panel_unref (g_steal_pointer (&panel));
  panel = district_new (&options, 33);
  request.panel = panel;
  g_assert_true (ddi_engine_state_fits (state, &request));
  forecast = ddi_engine_update (state, &request, NULL);
  g_assert_nonnull (forecast);
}

/* A state that was stored and read again forecasts the same; bytes that were cut or altered are refused. */
static void
test_stored (void)
{
  g_autoptr (DdiPanel) panel = district_new (&options, 35);
  g_autoptr (DdiEngineState) state = learn (panel, 1290), loaded = NULL;
  g_autoptr (GBytes) bytes = ddi_engine_state_save (state);
  DdiEngineRequest request = request_from (panel, 1295);
  g_autoptr (DdiForecast) first = ddi_engine_update (state, &request, NULL), second = NULL;
  gsize size;
  g_autofree guint8 *copy = g_bytes_unref_to_data (g_bytes_ref (bytes), &size);

  loaded = ddi_engine_state_load (bytes);
  g_assert_nonnull (loaded);
  second = ddi_engine_update (loaded, &request, NULL);
  g_assert_nonnull (second);
  for (int i = 0; i < 12 * 7; i++)
    {
      const DdiForecastRow *a = ddi_forecast_rows (first, NULL) + i,
                           *b = ddi_forecast_rows (second, NULL) + i;

      g_assert_cmpfloat_with_epsilon (a->predicted, b->predicted, 1e-9);
      g_assert_cmpfloat_with_epsilon (a->upper, b->upper, 1e-9);
      g_assert_cmpint (a->order_quantity, ==, b->order_quantity);
    }
  for (int trial = 0; trial < 200; trial++)
    {
      gsize at = (gsize)g_test_rand_int_range (0, trial % 2 ? 100 : (gint32)size);
      g_autoptr (GBytes) cut = g_bytes_new (copy, at), altered = NULL;

      g_assert_null (ddi_engine_state_load (cut));
      copy[at] ^= 0x40;
      altered = g_bytes_new (copy, size);
      copy[at] ^= 0x40;
      g_assert_null (ddi_engine_state_load (altered));
    }
}

static void
assert_same (const DdiForecast *one, const DdiForecast *other)
{
  const DdiForecastRow *a = ddi_forecast_rows (one, NULL), *b = ddi_forecast_rows (other, NULL);

  for (int i = 0; i < 12 * 7; i++)
    g_assert_cmpfloat_with_epsilon (a[i].predicted, b[i].predicted, 1e-9);
}

/* What was summed on the days before is gone on with, and is what a state sums that knows none; also where a holiday
 * is told of a day that was an ordinary one when it was summed. */
static void
test_sums_kept (void)
{
  g_autoptr (DdiPanel) panel = district_new (&options, 41);
  g_autoptr (DdiEngineState) state = learn (panel, 1288), loaded = NULL;
  DdiEvent late = *ddi_panel_event (panel, 0);

  late.first = late.last = DISTRICT_FIRST + 1250;
  for (int day = 1289; day < 1294; day++)
    {
      DdiEngineRequest request = request_from (panel, day);
      g_autoptr (GBytes) bytes = ddi_engine_state_save (state);
      g_autoptr (DdiForecast) kept = ddi_engine_update (state, &request, NULL), anew = NULL;

      g_clear_pointer (&loaded, ddi_engine_state_free);
      loaded = ddi_engine_state_load (bytes);
      anew = ddi_engine_update (loaded, &request, NULL);
      assert_same (kept, anew);
      if (day == 1291)
        ddi_panel_add_event (panel, &late);
    }
}

/* A promotion that goes on over the days since: what was learnt of it holds, stored or not, and the days' levels are
 * those without it. */
static void
test_promotion (void)
{
  g_autoptr (DdiPanel) panel = district_new (&options, 36);
  g_autoptr (DdiEngineState) state = NULL, loaded = NULL;
  g_autoptr (GBytes) bytes = NULL;
  DdiEngineRequest request = request_from (panel, 1293);
  g_autoptr (DdiForecast) first = NULL, second = NULL, whole = NULL;

  for (int t = 100; t < 1300; t += 119)
    {
      ddi_panel_add_event (panel, &(DdiEvent){ .name = "Week",
                                               .kind = DDI_EVENT_PROMOTION,
                                               .first = DISTRICT_FIRST + t,
                                               .last = DISTRICT_FIRST + t + 6,
                                               .store = DDI_EVENT_ALL_STORES,
                                               .expected_effect = NAN,
                                               .closes_at = -1,
                                               .product = "Product 1" });
      for (int s = 0; s < ddi_panel_n_series (panel); s++)
        for (int i = t; ddi_panel_series_product (panel, s) == 0 && i < t + 7; i++)
          ddi_panel_set (panel, s, DISTRICT_FIRST + i, round (1.4 * ddi_panel_quantities (panel, s)[i]),
                         DDI_CELL_PLAIN);
    }
  state = learn (panel, 1291);
  bytes = ddi_engine_state_save (state);
  loaded = ddi_engine_state_load (bytes);
  first = ddi_engine_update (state, &request, NULL);
  second = ddi_engine_update (loaded, &request, NULL);
  whole = ddi_engine_run (&request, NULL);
  g_assert_nonnull (first);
  g_assert_nonnull (second);
  for (int i = 0; i < ddi_panel_n_series (panel) * request.horizon; i++)
    {
      const DdiForecastRow *a = ddi_forecast_rows (first, NULL) + i,
                           *b = ddi_forecast_rows (second, NULL) + i;
      const DdiForecastRow *c = ddi_forecast_rows (whole, NULL) + i;

      g_assert_cmpfloat_with_epsilon (a->predicted, b->predicted, 1e-9);
      g_assert_cmpint (a->explanation.n_events, ==, c->explanation.n_events);
      g_assert_cmpfloat_with_epsilon (a->predicted, c->predicted, 0.03 * c->predicted + 0.5);
    }
}

/* Goes on until it was asked so often; shares never go back or past the end. */
typedef struct
{
  int left;
  double share;
} Patience;

static gboolean
wait_cb (double share, gpointer data)
{
  Patience *self = data;

  g_assert_cmpfloat (share, >=, self->share);
  g_assert_cmpfloat (share, <=, 1);
  self->share = share;
  return self->left-- > 0;
}

/* Cancelled before anything was altered, the state is as it was; later it is of no use, and says so. */
static void
test_cancel (void)
{
  g_autoptr (DdiPanel) panel = district_new (&options, 34);
  g_autoptr (DdiEngineState) state = learn (panel, 1290);
  DdiEngineRequest request = request_from (panel, 1291);
  int often = 0;

  for (gboolean fits = TRUE; fits; often++)
    {
      g_autoptr (GError) error = NULL;
      Patience patience = { often, 0 };

      request.progress = wait_cb;
      request.progress_data = &patience;
      g_assert_null (ddi_engine_update (state, &request, &error));
      g_assert_error (error, DDI_FORECAST_ERROR, DDI_FORECAST_ERROR_CANCELLED);
      request.progress = NULL;
      fits = ddi_engine_state_fits (state, &request);
    }
  g_assert_cmpint (often, >, ddi_panel_n_series (panel));
}

/* An update that was cancelled while it was looked whether it fits is that of a state nobody asked. */
static void
test_cancel_and_again (void)
{
  g_autoptr (DdiPanel) panel = district_new (&options, 34);
  g_autoptr (DdiEngineState) state = learn (panel, 1290), other = learn (panel, 1290);
  g_autoptr (DdiForecast) forecast = NULL, expected = NULL;
  DdiEngineRequest request = request_from (panel, 1291);
  Patience patience = { 0, 0 };

  expected = ddi_engine_update (other, &request, NULL);
  request.progress = wait_cb;
  request.progress_data = &patience;
  g_assert_null (ddi_engine_update (state, &request, NULL));
  patience = (Patience){ G_MAXINT, 0 };
  forecast = ddi_engine_update (state, &request, NULL);
  g_assert_nonnull (forecast);
  g_assert_cmpfloat (patience.share, ==, 1);
  for (int i = 0; i < ddi_panel_n_series (panel) * request.horizon; i++)
    g_assert_cmpfloat (ddi_forecast_rows (forecast, NULL)[i].predicted, ==,
                       ddi_forecast_rows (expected, NULL)[i].predicted);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/forecast/engine-state/day-by-day", test_day_by_day);
  g_test_add_func ("/forecast/engine-state/sums", test_sums);
  g_test_add_func ("/forecast/engine-state/several-days-and-threads", test_several_days_and_threads);
  g_test_add_func ("/forecast/engine-state/does-not-fit", test_does_not_fit);
  g_test_add_func ("/forecast/engine-state/stored", test_stored);
  g_test_add_func ("/forecast/engine-state/sums-kept", test_sums_kept);
  g_test_add_func ("/forecast/engine-state/promotion", test_promotion);
  g_test_add_func ("/forecast/engine-state/cancel", test_cancel);
  g_test_add_func ("/forecast/engine-state/cancel-and-again", test_cancel_and_again);
  return g_test_run ();
}
