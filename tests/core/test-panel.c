/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/ddi-panel.h"

#include <math.h>

static void
test_cells (void)
{
  g_autoptr (DdiPanel) panel = ddi_panel_new (100, 10);
  int store = ddi_panel_add_store (panel, "A"), product = ddi_panel_add_product (panel, "P", "Donuts");
  int series = ddi_panel_add_series (panel, store, product);
  const double *y = ddi_panel_quantities (panel, series);
  const guint8 *flags = ddi_panel_flags (panel, series);

  g_assert_cmpint (ddi_panel_add_store (panel, "A"), ==, store);
  g_assert_cmpint (ddi_panel_add_product (panel, "P", NULL), ==, product);
  g_assert_cmpint (ddi_panel_add_series (panel, store, product), ==, series);
  g_assert_cmpint (ddi_panel_find_series (panel, store, 7), ==, -1);
  g_assert_cmpstr (ddi_panel_product_category (panel, product), ==, "Donuts");
  for (int t = 0; t < 10; t++)
    g_assert_true (isnan (y[t]));
  ddi_panel_set (panel, series, 103, 7, DDI_CELL_SOLD_OUT);
  ddi_panel_set (panel, series, 104, -1, DDI_CELL_PLAIN);
  ddi_panel_set (panel, series, 105, INFINITY, DDI_CELL_PLAIN);
  ddi_panel_set (panel, series, 99, 1, DDI_CELL_PLAIN);
  ddi_panel_set (panel, series, 110, 1, DDI_CELL_PLAIN);
  ddi_panel_set (panel, series, DDI_DAY_INVALID, 1, DDI_CELL_PLAIN);
  g_assert_cmpfloat (y[3], ==, 7);
  g_assert_cmpint (flags[3], ==, DDI_CELL_SOLD_OUT);
  g_assert_true (isnan (y[4]) && flags[4] == DDI_CELL_NOT_COUNTED);
  g_assert_true (isnan (y[5]) && flags[5] == DDI_CELL_NOT_COUNTED);
}

static void
test_may_sell (void)
{
  DdiDay monday = ddi_day_from_ymd (2024, 1, 1);
  g_autoptr (DdiPanel) panel = ddi_panel_new (monday, 30);
  int store = ddi_panel_add_store (panel, "A");
  int series = ddi_panel_add_series (panel, store, ddi_panel_add_product (panel, "P", NULL));

  g_assert_true (ddi_panel_may_sell (panel, series, monday));
  ddi_panel_set_open_weekdays (panel, store, 1 << DDI_MONDAY);
  g_assert_true (ddi_panel_may_sell (panel, series, monday));
  g_assert_false (ddi_panel_may_sell (panel, series, monday + 1));
  ddi_panel_set_store_life (panel, store, monday + 7, DDI_DAY_INVALID);
  g_assert_false (ddi_panel_may_sell (panel, series, monday));
  g_assert_true (ddi_panel_may_sell (panel, series, monday + 7));
  ddi_panel_set_offer (panel, series, DDI_DAY_INVALID, monday + 13);
  g_assert_false (ddi_panel_may_sell (panel, series, monday + 14));
}

static void
test_events_and_weather (void)
{
  g_autoptr (DdiPanel) panel = ddi_panel_new (0, 5);
  char name[] = "Fair";
  DdiEvent event = { .name = name,
                     .kind = DDI_EVENT_LOCAL,
                     .first = 3,
                     .last = 4,
                     .store = 0,
                     .expected_effect = 0.2,
                     .closes_at = -1 };

  ddi_panel_add_event (panel, &event);
  name[0] = 'X';
  g_assert_cmpstr (ddi_panel_event (panel, 0)->name, ==, "Fair");
  event.last = 2;
  ddi_panel_add_event (panel, &event);
  g_assert_cmpint (ddi_panel_n_events (panel), ==, 1);

  ddi_panel_add_weather (panel, "rain_mm", DDI_EVENT_ALL_STORES, 3, 1.5);
  ddi_panel_add_weather (panel, "rain_mm", 1, 3, 4.0);
  g_assert_cmpint (ddi_panel_n_measures (panel), ==, 1);
  g_assert_cmpfloat (ddi_panel_weather (panel, 0, 0, 3), ==, 1.5);
  g_assert_cmpfloat (ddi_panel_weather (panel, 0, 1, 3), ==, 4.0);
  g_assert_true (isnan (ddi_panel_weather (panel, 0, 0, 4)));
}

static void
test_event_kinds (void)
{
  for (int kind = 0; kind < DDI_EVENT_N_KINDS; kind++)
    {
      DdiEventKind parsed;

      g_assert_true (ddi_event_kind_parse (ddi_event_kind_name ((DdiEventKind)kind), &parsed));
      g_assert_cmpint (parsed, ==, kind);
    }
  g_assert_false (ddi_event_kind_parse ("Holiday", &(DdiEventKind){ 0 }));
  g_assert_false (ddi_event_kind_parse (NULL, &(DdiEventKind){ 0 }));
  g_assert_null (ddi_event_kind_name ((DdiEventKind)DDI_EVENT_N_KINDS));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/core/panel/cells", test_cells);
  g_test_add_func ("/core/panel/may-sell", test_may_sell);
  g_test_add_func ("/core/panel/events-and-weather", test_events_and_weather);
  g_test_add_func ("/core/panel/event-kinds", test_event_kinds);
  return g_test_run ();
}
