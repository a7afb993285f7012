/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <string.h>

#include "district.h"
#include "forecast/ddi-spell-effect.h"

/* A district with two categories of three products each, and promotions whose effects are known. */

#define STORES 4
#define PRODUCTS 6
#define DAYS 900
#define HORIZON 14
/* The promotion to be forecast begins this many days after the history. */
#define NEXT 7
#define LENGTH 7

static const char *const categories[2] = { "Rings", "Holes" };

typedef struct
{
  const char *product, *category; /* what the promotions say they are about */
  double effect[PRODUCTS];        /* what they do */
  double expected;                /* the manager's figure for the next */
  int n_past;                     /* how many there were */
  double store_spread;            /* of the log effect between stores */
} Campaign;

static void
add_campaign (DdiPanel *panel, const Campaign *campaign, int t, double expected)
{
  ddi_panel_add_event (panel, &(DdiEvent){ .name = "Bucket",
                                           .kind = DDI_EVENT_PROMOTION,
                                           .first = DISTRICT_FIRST + t,
                                           .last = DISTRICT_FIRST + t + LENGTH - 1,
                                           .store = DDI_EVENT_ALL_STORES,
                                           .expected_effect = expected,
                                           .closes_at = -1,
                                           .product = campaign->product,
                                           .category = campaign->category });
}

static gboolean
is_past (const Campaign *campaign, int t)
{
  for (int k = 0; k < campaign->n_past; k++)
    {
      int begin = DAYS - 100 - 90 * k;

      if (t >= begin && t < begin + LENGTH)
        return TRUE;
    }
  return FALSE;
}

static double
usual (int store, int product, int t)
{
  static const double profile[7] = { 0.9, 0.85, 0.9, 1.0, 1.1, 1.2, 1.05 };

  return 60 * (1 + 0.2 * store) * (1 + 0.3 * product) * profile[ddi_day_weekday (DISTRICT_FIRST + t)];
}

static DdiPanel *
new_panel (const Campaign *campaign, guint32 seed)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
  DdiPanel *panel = ddi_panel_new (DISTRICT_FIRST, DAYS);

  for (int store = 0; store < STORES; store++)
    {
      g_autofree char *name = g_strdup_printf ("Store %d", store);
      double own = campaign->store_spread * (store % 2 ? 1 : -1);

      ddi_panel_add_store (panel, name);
      for (int product = 0; product < PRODUCTS; product++)
        {
          g_autofree char *what = g_strdup_printf ("Product %d", product);
          int series = ddi_panel_add_series (panel, store,
                                             ddi_panel_add_product (panel, what, categories[product / 3]));

          for (int t = 0; t < DAYS; t++)
            {
              double demand = usual (store, product, t) * exp (0.12 * district_normal (rand));

              if (is_past (campaign, t))
                demand *= campaign->effect[product] * exp (campaign->effect[product] == 1 ? 0 : own);
              ddi_panel_set (panel, series, DISTRICT_FIRST + t, round (demand), DDI_CELL_PLAIN);
            }
        }
    }
  for (int k = 0; k < campaign->n_past; k++)
    add_campaign (panel, campaign, DAYS - 100 - 90 * k, NAN);
  add_campaign (panel, campaign, DAYS + NEXT, campaign->expected);
  return panel;
}

/* Forecast over what an ordinary week would sell, on the days of the next promotion, over the stores. */
static void
find_factors (const Campaign *campaign, guint32 seed, double factor[PRODUCTS])
{
  g_autoptr (DdiPanel) panel = new_panel (campaign, seed);
  g_autoptr (DdiForecast) forecast = district_forecast (panel, HORIZON, 1);
  const DdiForecastRow *rows = ddi_forecast_rows (forecast, NULL);
  double predicted[PRODUCTS] = { 0 }, ordinary[PRODUCTS] = { 0 };

  district_assert_sound (forecast);
  for (int s = 0; s < STORES * PRODUCTS; s++)
    for (int i = NEXT; i < NEXT + LENGTH; i++)
      {
        predicted[s % PRODUCTS] += rows[s * HORIZON + i].predicted;
        ordinary[s % PRODUCTS] += usual (s / PRODUCTS, s % PRODUCTS, DAYS + i);
      }
  for (int p = 0; p < PRODUCTS; p++)
    factor[p] = predicted[p] / ordinary[p];
}

/* Nothing says what it is about: the products themselves tell. */
static void
test_differs_by_category (void)
{
  const Campaign campaign = { .effect = { 0.98, 0.98, 0.98, 1.45, 1.45, 1.45 },
                              .n_past = 6,
                              .expected = NAN };
  double factor[PRODUCTS];

  find_factors (&campaign, 1, factor);
  for (int p = 0; p < PRODUCTS; p++)
    g_assert_cmpfloat_with_epsilon (factor[p], campaign.effect[p], 0.06);
}

static void
test_one_category (void)
{
  const Campaign campaign = {
    .category = "Holes", .effect = { 1, 1, 1, 1.4, 1.4, 1.4 }, .n_past = 3, .expected = NAN
  };
  double factor[PRODUCTS];

  find_factors (&campaign, 2, factor);
  for (int p = 0; p < PRODUCTS; p++)
    g_assert_cmpfloat_with_epsilon (factor[p], campaign.effect[p], 0.07);
}

/* What a promotion of one product takes from others of its category is learnt. */
static void
test_takes_from_rivals (void)
{
  const Campaign campaign = {
    .product = "Product 4", .effect = { 1, 1, 1, 0.8, 1.5, 0.8 }, .n_past = 5, .expected = NAN
  };
  double factor[PRODUCTS];

  find_factors (&campaign, 3, factor);
  for (int p = 0; p < PRODUCTS; p++)
    g_assert_cmpfloat_with_epsilon (factor[p], campaign.effect[p], 0.07);
}

/* Where it takes nothing, nothing is taken. */
static void
test_takes_nothing (void)
{
  const Campaign campaign = {
    .product = "Product 4", .effect = { 1, 1, 1, 1, 1.5, 1 }, .n_past = 2, .expected = NAN
  };
  double factor[PRODUCTS];

  find_factors (&campaign, 4, factor);
  for (int p = 0; p < PRODUCTS; p++)
    if (p != 4)
      g_assert_cmpfloat_with_epsilon (factor[p], 1, 0.04);
}

/* A first promotion does what the manager says, to its own product alone; five later it does what it did. */
static void
test_manager (void)
{
  Campaign campaign = { .product = "Product 1", .effect = { 1, 1, 1, 1, 1, 1 }, .expected = 0.4 };
  double factor[PRODUCTS];

  find_factors (&campaign, 5, factor);
  g_assert_cmpfloat_with_epsilon (factor[1], 1.4, 0.05);
  g_assert_cmpfloat_with_epsilon (factor[0], 1, 0.04);
  g_assert_cmpfloat_with_epsilon (factor[4], 1, 0.04);
  campaign.n_past = 5;
  campaign.effect[1] = 1.1;
  find_factors (&campaign, 6, factor);
  g_assert_cmpfloat_with_epsilon (factor[1], 1.1, 0.05);
}

/* Stores that answer differently are told apart, and thin evidence leans on the others. */
static void
test_stores (void)
{
  const Campaign campaign = { .category = "Rings",
                              .effect = { 1.3, 1.3, 1.3, 1, 1, 1 },
                              .n_past = 7,
                              .expected = NAN,
                              .store_spread = 0.15 };
  g_autoptr (DdiPanel) panel = new_panel (&campaign, 7);
  g_autoptr (DdiForecast) forecast = district_forecast (panel, HORIZON, 1);
  const DdiForecastRow *rows = ddi_forecast_rows (forecast, NULL);

  for (int store = 0; store < STORES; store++)
    {
      const DdiExplanation *why = &rows[store * PRODUCTS * HORIZON + NEXT].explanation;

      g_assert_cmpint (why->n_events, ==, 1);
      g_assert_cmpfloat_with_epsilon (why->events[0].factor, 1.3 * exp (store % 2 ? 0.15 : -0.15), 0.1);
    }
}

/* The days after a promotion are not taken for a level that rose: the eve of the next week is forecast as if there
 * had been none. */
static void
test_leaves_level (void)
{
  Campaign campaign = {
    .category = "Holes", .effect = { 1, 1, 1, 1.5, 1.5, 1.5 }, .n_past = 6, .expected = NAN
  };
  g_autoptr (DdiPanel) panel = new_panel (&campaign, 8);
  DdiEngineRequest request;
  double predicted = 0, truth = 0;
  g_autoptr (DdiForecast) forecast = NULL;
  const DdiForecastRow *rows;

  ddi_engine_request_init (&request, panel);
  request.from = DISTRICT_FIRST + DAYS - 100 + LENGTH;
  request.n_threads = 1;
  forecast = ddi_engine_run (&request, NULL);
  rows = ddi_forecast_rows (forecast, NULL);
  for (int s = 0; s < STORES * PRODUCTS; s++)
    for (int i = 0; s % PRODUCTS >= 3 && i < 7; i++)
      {
        predicted += rows[s * 7 + i].predicted;
        truth += usual (s / PRODUCTS, s % PRODUCTS, DAYS - 100 + LENGTH + i);
      }
  g_assert_cmpfloat_with_epsilon (predicted / truth, 1, 0.03);
}

/* What it did is told of its own products against what they would have sold without it. */
static void
test_outcomes (void)
{
  const Campaign campaign = {
    .category = "Holes", .effect = { 1, 1, 1, 1.4, 1.4, 1.4 }, .n_past = 4, .expected = NAN
  };
  g_autoptr (DdiPanel) panel = new_panel (&campaign, 9);
  g_autoptr (DdiForecast) forecast = district_forecast (panel, HORIZON, 1);
  guint n;
  const DdiEventOutcome *outcomes = ddi_forecast_event_outcomes (forecast, &n);
  double sold = 0, expected = 0;

  for (guint i = 0; i < n; i++)
    {
      sold += outcomes[i].sold;
      expected += outcomes[i].expected;
    }
  g_assert_cmpuint (n, ==, 4 * STORES);
  g_assert_cmpfloat_with_epsilon (sold / expected, 1.4, 0.06);
}

/* ---- the estimate itself ---- */

/* Cells drawn from the model: the shrunk estimates err less than the plain means do, and the standard errors are as
 * large as the errors. */
static void
test_shrinkage (void)
{
  const Campaign campaign = { .n_past = 4, .effect = { 1, 1, 1, 1, 1, 1 }, .expected = NAN };
  g_autoptr (GRand) rand = g_rand_new_with_seed (10);
  double plain = 0, shrunk = 0, square = 0;
  int n = 0;

  for (int draw = 0; draw < 60; draw++)
    {
      g_autoptr (DdiPanel) panel = new_panel (&campaign, 10);
      int store[STORES * PRODUCTS], product[STORES * PRODUCTS];
      double truth[PRODUCTS], kind = 0.2 + 0.1 * district_normal (rand);
      g_autoptr (GArray) cells = g_array_new (FALSE, FALSE, sizeof (DdiSpellCell));
      g_autoptr (DdiSpells) spells = NULL;
      g_autoptr (DdiSpellEffects) effects = NULL;
      double sum[PRODUCTS] = { 0 };

      for (int s = 0; s < STORES * PRODUCTS; s++)
        {
          store[s] = s / PRODUCTS;
          product[s] = s % PRODUCTS;
        }
      spells = ddi_spells_new (panel, DAYS + HORIZON, STORES * PRODUCTS, store, product);
      for (int p = 0; p < PRODUCTS; p++)
        truth[p] = kind + 0.06 * district_normal (rand);
      for (int k = 0; k < spells->n_spells - 1; k++)
        for (int s = 0; s < STORES * PRODUCTS; s++)
          {
            DdiSpellCell cell = { .series = s, .end = spells->spells[k].end, .n = 1 };

            cell.variance = 0.3 * 0.3;
            cell.ratio = (float)(truth[product[s]] + 0.3 * district_normal (rand));
            cell.name[0] = spells->spells[k].name;
            cell.begin[0] = spells->spells[k].begin;
            cell.role[0] = DDI_ROLE_TARGET;
            sum[product[s]] += cell.ratio;
            g_array_append_val (cells, cell);
          }
      effects =
          ddi_spell_effects_fit (spells, (const DdiSpellCell *)cells->data, cells->len, DAYS, NULL, NULL);
      for (int p = 0; p < PRODUCTS; p++)
        {
          DdiSpellEffect effect = ddi_spell_effects_of (effects, spells->n_spells - 1, p);
          double off = effect.log_factor - truth[p], mean = sum[p] / (STORES * (spells->n_spells - 1));

          shrunk += off * off;
          plain += (mean - truth[p]) * (mean - truth[p]);
          square += off * off / (effect.standard_error * effect.standard_error);
          n++;
        }
    }
  g_assert_cmpfloat (shrunk, <, 0.9 * plain);
  /* They count what an occasion adds of its own, of which there is none here. */
  g_assert_cmpfloat (square / n, >, 0.1);
  g_assert_cmpfloat (square / n, <, 1.3);
}

/* Six weeks of school holidays each summer sell less of one category: what they took is expected of the next from its
 * first day, and days after them are as ever. */
static void
test_school (void)
{
  Campaign campaign = { .effect = { 1, 1, 1, 1, 1, 1 }, .expected = NAN };
  g_autoptr (DdiPanel) panel = new_panel (&campaign, 12);
  g_autoptr (DdiForecast) forecast = NULL;
  double inside[2] = { 0 }, truth[2] = { 0 };

  for (int t = 170; t < DAYS + 40; t += 365)
    ddi_panel_add_event (panel, &(DdiEvent){ .name = "Summer holidays",
                                             .kind = DDI_EVENT_SCHOOL,
                                             .first = DISTRICT_FIRST + t,
                                             .last = DISTRICT_FIRST + t + 41,
                                             .store = DDI_EVENT_ALL_STORES,
                                             .expected_effect = NAN,
                                             .closes_at = -1 });
  for (int s = 0; s < STORES * PRODUCTS; s++)
    for (int t = 0; t < DAYS; t++)
      if (t % 365 >= 170 && t % 365 < 212 && s % PRODUCTS < 3)
        ddi_panel_set (panel, s, DISTRICT_FIRST + t, round (0.7 * ddi_panel_quantities (panel, s)[t]),
                       DDI_CELL_PLAIN);
  forecast = district_forecast (panel, HORIZON, 1);
  /* The third begins on day 900: the first that is forecast. */
  for (int s = 0; s < STORES * PRODUCTS; s++)
    for (int i = 0; i < HORIZON; i++)
      {
        inside[s % PRODUCTS / 3] += ddi_forecast_rows (forecast, NULL)[s * HORIZON + i].predicted;
        truth[s % PRODUCTS / 3] += usual (s / PRODUCTS, s % PRODUCTS, DAYS + i);
      }
  g_assert_cmpfloat_with_epsilon (inside[0] / truth[0], 0.7, 0.05);
  g_assert_cmpfloat_with_epsilon (inside[1] / truth[1], 1, 0.05);
}

/* A promotion of a kind that was never seen may do anything: its bounds are wider than those of the same days without
 * it, and than those of one that was seen many times. */
static double
find_width (const Campaign *campaign, const char *name, guint32 seed)
{
  g_autoptr (DdiPanel) panel = new_panel (campaign, seed);
  g_autoptr (DdiForecast) forecast = NULL;
  double width = 0, predicted = 0;

  if (name)
    ddi_panel_add_event (panel, &(DdiEvent){ .name = name,
                                             .kind = DDI_EVENT_SCHOOL,
                                             .first = DISTRICT_FIRST + DAYS,
                                             .last = DISTRICT_FIRST + DAYS + NEXT - 1,
                                             .store = DDI_EVENT_ALL_STORES,
                                             .expected_effect = NAN,
                                             .closes_at = -1 });
  forecast = district_forecast (panel, HORIZON, 1);
  district_assert_sound (forecast);
  for (int s = 0; s < STORES * PRODUCTS; s++)
    for (int i = 0; i < NEXT; i++)
      {
        const DdiForecastRow *row = ddi_forecast_rows (forecast, NULL) + s * HORIZON + i;

        width += row->upper - row->lower;
        predicted += row->predicted;
      }
  return width / predicted;
}

static void
test_doubt (void)
{
  const Campaign campaign = { .effect = { 1.2, 1.2, 1.2, 1.2, 1.2, 1.2 }, .n_past = 7, .expected = NAN };
  double usual_width = find_width (&campaign, NULL, 13),
         unseen = find_width (&campaign, "First of its kind", 13);
  g_autoptr (DdiPanel) panel = new_panel (&campaign, 13);
  g_autoptr (DdiForecast) forecast = district_forecast (panel, HORIZON, 1);
  double width = 0, predicted = 0;

  for (int s = 0; s < STORES * PRODUCTS; s++)
    for (int i = NEXT; i < NEXT + LENGTH; i++)
      {
        const DdiForecastRow *row = ddi_forecast_rows (forecast, NULL) + s * HORIZON + i;

        width += row->upper - row->lower;
        predicted += row->predicted;
      }
  g_assert_cmpfloat (unseen, >, 1.25 * usual_width);
  g_assert_cmpfloat (width / predicted, <, 1.2 * usual_width);
}

/* What concerns nothing in the panel concerns nobody. */
static void
test_unknown_scope (void)
{
  const Campaign campaign = {
    .product = "Product 99", .effect = { 1, 1, 1, 1, 1, 1 }, .n_past = 3, .expected = 0.5
  };
  double factor[PRODUCTS];

  find_factors (&campaign, 11, factor);
  for (int p = 0; p < PRODUCTS; p++)
    g_assert_cmpfloat_with_epsilon (factor[p], 1, 0.04);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/forecast/engine-spells/differs-by-category", test_differs_by_category);
  g_test_add_func ("/forecast/engine-spells/one-category", test_one_category);
  g_test_add_func ("/forecast/engine-spells/takes-from-rivals", test_takes_from_rivals);
  g_test_add_func ("/forecast/engine-spells/takes-nothing", test_takes_nothing);
  g_test_add_func ("/forecast/engine-spells/manager", test_manager);
  g_test_add_func ("/forecast/engine-spells/stores", test_stores);
  g_test_add_func ("/forecast/engine-spells/leaves-level", test_leaves_level);
  g_test_add_func ("/forecast/engine-spells/outcomes", test_outcomes);
  g_test_add_func ("/forecast/engine-spells/shrinkage", test_shrinkage);
  g_test_add_func ("/forecast/engine-spells/school", test_school);
  g_test_add_func ("/forecast/engine-spells/doubt", test_doubt);
  g_test_add_func ("/forecast/engine-spells/unknown-scope", test_unknown_scope);
  return g_test_run ();
}
