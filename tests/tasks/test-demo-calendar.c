/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tasks/ddi-demo-calendar.h"

static const DdiDemoEvent *
find (GArray *events, const char *name)
{
  for (guint i = 0; i < events->len; i++)
    if (g_str_equal (g_array_index (events, DdiDemoEvent, i).name, name))
      return &g_array_index (events, DdiDemoEvent, i);
  return NULL;
}

static void
test_holidays (void)
{
  g_autoptr (GArray) events =
      ddi_demo_calendar_events (ddi_day_parse ("2023-01-01"), ddi_day_parse ("2023-12-31"));

  g_assert_cmpint (find (events, "Labor Day")->first, ==, ddi_day_parse ("2023-09-04"));
  g_assert_cmpint (find (events, "Martin Luther King Jr. Day")->first, ==, ddi_day_parse ("2023-01-16"));
  g_assert_true (find (events, "Christmas Day")->closed);
  g_assert_cmpint (find (events, "Thanksgiving Eve")->first, ==, ddi_day_parse ("2023-11-22"));
  g_clear_pointer (&events, g_array_unref);
  /* November 2029 begins on a Thursday: the eve is its third Wednesday. */
  events = ddi_demo_calendar_events (ddi_day_parse ("2029-11-01"), ddi_day_parse ("2029-11-30"));
  g_assert_cmpint (find (events, "Thanksgiving Eve")->first, ==, find (events, "Thanksgiving")->first - 1);
}

/* An event that began in the year before is not lost, and order is by the first day. */
static void
test_range (void)
{
  g_autoptr (GArray) one =
      ddi_demo_calendar_events (ddi_day_parse ("2025-12-12"), ddi_day_parse ("2025-12-12"));
  g_autoptr (GArray) all =
      ddi_demo_calendar_events (ddi_day_parse ("2023-03-01"), ddi_day_parse ("2026-03-01"));

  g_assert_cmpuint (one->len, ==, 1);
  g_assert_cmpstr (g_array_index (one, DdiDemoEvent, 0).name, ==, "Holiday boxes");
  for (guint i = 1; i < all->len; i++)
    g_assert_cmpint (g_array_index (all, DdiDemoEvent, i - 1).first, <=,
                     g_array_index (all, DdiDemoEvent, i).first);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/tasks/demo/calendar/holidays", test_holidays);
  g_test_add_func ("/tasks/demo/calendar/range", test_range);
  return g_test_run ();
}
