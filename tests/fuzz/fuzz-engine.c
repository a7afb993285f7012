/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fuzz-targets.h"

#include <math.h>

#include "forecast/ddi-engine-state.h"
#include "forecast/district.h"

/* A district in bytes: how many days, stores and products, then commands, each of which may come at any place.
 * More would only be slower. */
#define MOST_DAYS 400
#define MOST_STORES 3
#define MOST_PRODUCTS 4
#define MOST_EVENTS 40
#define FIRST 20000

typedef struct
{
  const guint8 *data;
  gsize left;
} Bytes;

static int
take (Bytes *self)
{
  if (self->left == 0)
    return 0;
  self->left--;
  return *self->data++;
}

/* 0 … @below - 1 */
static int
take_below (Bytes *self, int below)
{
  int high = take (self);

  return (high << 8 | take (self)) % below;
}

static double
take_quantity (Bytes *self)
{
  static const double odd[] = { NAN, INFINITY, -INFINITY, -1, 1e9, 1e300, 5e-324, 0.5 };
  int byte = take (self);

  return byte < 200 ? byte : byte < 248 ? (byte - 199) * 37 : odd[byte - 248];
}

/* One figure on so many days in a row. */
static void
fill_days (Bytes *bytes, DdiPanel *panel, int n_series, int n_days)
{
  int series = take_below (bytes, n_series), day = take_below (bytes, n_days + 2) - 1,
      run = take (bytes) % 90 + 1;
  double quantity = take_quantity (bytes), step = take (bytes) % 5;
  DdiCellFlags flags = (DdiCellFlags)(take (bytes) % 16);

  for (int i = 0; i < run; i++)
    ddi_panel_set (panel, series, FIRST + day + i, quantity + step * (i % 7), flags);
}

static void
add_event (Bytes *bytes, DdiPanel *panel, int n_stores)
{
  static const double effects[] = { NAN, -1, -0.4, 0, 3, 1e6, -5 };
  char name[] = { (char)('A' + take (bytes) % 4), '\0' };
  DdiEvent event = { .name = name,
                     .kind = (DdiEventKind)(take (bytes) % DDI_EVENT_N_KINDS),
                     .first = FIRST - 40 + take_below (bytes, MOST_DAYS + 100),
                     .store = take (bytes) % (n_stores + 1) - 1,
                     .expected_effect = effects[take (bytes) % G_N_ELEMENTS (effects)],
                     .closes_at = take (bytes) % 3 ? -1 : take (bytes) * 6 };

  event.last = event.first + take (bytes) % 40 - 2;
  ddi_panel_add_event (panel, &event);
}

static void
say_more (Bytes *bytes, DdiPanel *panel, int n_series, int n_stores)
{
  int series = take_below (bytes, n_series);
  DdiDay day = FIRST + take_below (bytes, MOST_DAYS + 60) - 30;

  switch (take (bytes) % 5)
    {
    case 0:
      ddi_panel_set_open_weekdays (panel, series % n_stores, (unsigned)take (bytes) % 128);
      break;
    case 1:
      ddi_panel_set_store_life (panel, series % n_stores, take (bytes) % 2 ? DDI_DAY_INVALID : FIRST + 9,
                                day);
      break;
    case 2:
      ddi_panel_set_offer (panel, series, take (bytes) % 2 ? DDI_DAY_INVALID : day - 10, day);
      break;
    case 3:
      ddi_panel_set_starts_like (panel, series, take (bytes) % MOST_PRODUCTS, take (bytes) / 64.0);
      break;
    default:
      ddi_panel_add_weather (panel, "rain", take (bytes) % (n_stores + 1) - 1, day, take_quantity (bytes));
    }
}

static DdiPanel *
read_panel (Bytes *bytes, int n_days, int n_stores, int n_products)
{
  DdiPanel *panel = ddi_panel_new (FIRST, n_days);
  int n_series = n_stores * n_products, n_events = 0;

  for (int s = 0; s < n_series; s++)
    {
      char store[] = { (char)('a' + s / n_products), '\0' },
           product[] = { (char)('p' + s % n_products), '\0' };

      ddi_panel_add_series (panel, ddi_panel_add_store (panel, store),
                            ddi_panel_add_product (panel, product, s % n_products < 2 ? "c" : NULL));
    }
  while (bytes->left > 0)
    switch (take (bytes) % 4)
      {
      case 0:
        if (n_events++ < MOST_EVENTS)
          add_event (bytes, panel, n_stores);
        break;
      case 1:
        say_more (bytes, panel, n_series, n_stores);
        break;
      default:
        fill_days (bytes, panel, n_series, n_days);
      }
  return panel;
}

void
fuzz_run_engine (const guint8 *data, gsize size)
{
  Bytes bytes = { data, MIN (size, 4096) };
  int n_days = take_below (&bytes, MOST_DAYS + 1), n_stores = take (&bytes) % MOST_STORES + 1;
  int n_products = take (&bytes) % MOST_PRODUCTS + 1, horizon = take (&bytes) % 20 + 1,
      ahead = take (&bytes) % 12;
  int stock = take (&bytes), life = take (&bytes) % 5;
  g_autoptr (DdiPanel) panel = read_panel (&bytes, n_days, n_stores, n_products);
  g_autofree int *stocks = g_new (int, n_stores *n_products), *lives = g_new (int, n_stores *n_products);
  g_autoptr (DdiEngineState) state = NULL, junk = NULL;
  g_autoptr (DdiForecast) forecast = NULL, updated = NULL;
  g_autoptr (GBytes) whole = g_bytes_new_static (data, size);
  DdiEngineRequest request;

  for (int s = 0; s < n_stores * n_products; s++)
    {
      stocks[s] = stock;
      lives[s] = life;
    }
  ddi_engine_request_init (&request, panel);
  request.horizon = horizon;
  request.n_threads = 1;
  request.stocks = stocks;
  request.shelf_lives = lives;
  if (n_days > 0)
    request.from--;
  forecast = ddi_engine_run_keeping (&request, TRUE, &state, NULL);
  g_assert_nonnull (forecast);
  district_assert_sound (forecast);
  request.from += ahead;
  if (ddi_engine_state_fits (state, &request))
    {
      updated = ddi_engine_update (state, &request, NULL);
      g_assert_nonnull (updated);
      district_assert_sound (updated);
    }
  junk = ddi_engine_state_load (whole);
}

/* A shop for three hundred days with a holiday and a new product, and a chain that hardly ever sells. */
GPtrArray *
fuzz_seeds_engine (void)
{
  static const guint8 shop[] = {
    1,  44, 0, 1, 6, 1, 0, 0, 2,   0,  0,  0, 0, 89, 20, 3,  0,  2,   0, 0, 0, 90,
    89, 25, 3, 0, 2, 0, 0, 0, 180, 89, 30, 3, 0, 0,  0,  0,  0,  120, 0, 0, 1, 0,
    1,  0,  1, 1, 4, 0, 1, 3, 0,   1,  50, 2, 0, 1,  1,  20, 30, 9,   2, 1,
  };
  static const guint8 chain[] = {
    1, 120, 2,  3,   13, 3, 5,  2, 2, 0,   0,  0,  20,  60, 1,  0, 0, 2, 0, 3,
    0, 80,  89, 255, 0,  4, 2,  0, 7, 0,   99, 30, 252, 1,  1,  1, 0, 3, 1, 99,
    2, 0,   1,  0,   4,  0, 90, 4, 1, 250, 0,  2,  5,   0,  44, 3, 2, 7, 0, 30,
  };
  /* Shops of which no day is known. */
  static const guint8 nothing[] = { 0, 0, 1, 1 };
  GPtrArray *seeds = g_ptr_array_new_with_free_func ((GDestroyNotify)g_bytes_unref);

  g_ptr_array_add (seeds, g_bytes_new_static (shop, sizeof shop));
  g_ptr_array_add (seeds, g_bytes_new_static (chain, sizeof chain));
  g_ptr_array_add (seeds, g_bytes_new_static (nothing, sizeof nothing));
  return seeds;
}
