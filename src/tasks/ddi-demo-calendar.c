/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tasks/ddi-demo-calendar.h"

#include <math.h>
#include <string.h>

#include "core/ddi-holiday.h"

/* Effects on donuts, Munchkins, bagels, muffins and fancies: what a shop of the trade sees, in round
 * figures. A day before a holiday is an event of its own, since people take boxes home. */
static const struct
{
  const char *name; /* as ddi_holidays_us() knows it */
  gboolean closed;
  int closes_at;
  double effect[DDI_DEMO_N_LINES];
} yearly[] = {
  { "New Year's Day", FALSE, 0, { 0.55, 0.60, 0.60, 0.55, 0.60 } },
  { "Martin Luther King Jr. Day", FALSE, 0, { 0.90, 1.05, 0.90, 0.90, 0.95 } },
  { "Valentine's Day", FALSE, 0, { 1.22, 1.25, 1.00, 1.00, 1.05 } },
  { "Presidents' Day", FALSE, 0, { 0.92, 1.08, 0.90, 0.92, 0.95 } },
  { "Easter Saturday", FALSE, 0, { 1.18, 1.30, 1.05, 1.05, 1.10 } },
  { "Easter Sunday", FALSE, 840, { 0.80, 0.95, 0.75, 0.80, 0.90 } },
  { "Mother's Day", FALSE, 0, { 1.20, 1.22, 1.08, 1.10, 1.10 } },
  { "Memorial Day", FALSE, 0, { 0.78, 0.95, 0.72, 0.75, 0.80 } },
  { "National Donut Day", FALSE, 0, { 1.75, 1.30, 1.00, 1.00, 1.10 } },
  { "Father's Day", FALSE, 0, { 1.15, 1.10, 1.05, 1.00, 1.10 } },
  { "Juneteenth", FALSE, 0, { 0.94, 1.00, 0.92, 0.94, 0.96 } },
  { "Independence Day", FALSE, 0, { 0.70, 0.85, 0.65, 0.68, 0.72 } },
  { "Labor Day", FALSE, 0, { 0.80, 0.98, 0.74, 0.76, 0.82 } },
  { "Columbus Day", FALSE, 0, { 0.95, 1.06, 0.94, 0.95, 0.97 } },
  { "Halloween", FALSE, 0, { 1.30, 1.45, 1.00, 1.02, 1.08 } },
  { "Veterans Day", FALSE, 0, { 1.04, 1.05, 0.98, 0.98, 1.00 } },
  { "Thanksgiving Eve", FALSE, 0, { 1.35, 1.45, 1.12, 1.20, 1.25 } },
  { "Thanksgiving", FALSE, 780, { 0.60, 0.70, 0.55, 0.65, 0.70 } },
  { "Christmas Eve", FALSE, 960, { 1.28, 1.50, 1.05, 1.12, 1.30 } },
  { "Christmas Day", TRUE, 0, { 1, 1, 1, 1, 1 } },
  { "New Year's Eve", FALSE, 0, { 1.10, 1.20, 1.00, 1.00, 1.05 } },
};

/* What the chain and single shops do, by the day of the year it begins (1 = 1 January). */
static const struct
{
  const char *name;
  const char *kind;
  int store;
  int start;
  int days;
  double effect[DDI_DEMO_N_LINES];
  double expected;
  const char *category;
} seasons[] = {
  { "Munchkins bucket", "promotion", DDI_DEMO_ALL_STORES, 40, 5, { 0.98, 1.45, 1, 1, 1 }, 0.30, "Munchkins" },
  { "Dozen for ten",
    "promotion",
    DDI_DEMO_ALL_STORES,
    75,
    7,
    { 1.32, 1.00, 0.98, 0.98, 0.97 },
    0.25,
    "Donuts" },
  { "School spring break", "school", DDI_DEMO_ALL_STORES, 105, 7, { 0.95, 1.12, 0.94, 0.95, 1.00 }, NAN },
  { "Bagel week",
    "promotion",
    DDI_DEMO_ALL_STORES,
    126,
    7,
    { 0.98, 1.00, 1.40, 0.96, 1.00 },
    0.30,
    "Bagels" },
  { "Street fair", "local", 0, 160, 3, { 1.40, 1.55, 1.15, 1.15, 1.30 }, 0.40 },
  { "School summer holidays", "school", 7, 172, 70, { 0.72, 0.92, 0.70, 0.72, 0.78 }, NAN },
  { "Lake concerts", "local", 5, 205, 10, { 1.25, 1.35, 1.10, 1.10, 1.20 }, NAN },
  { "Back to school", "promotion", DDI_DEMO_ALL_STORES, 247, 5, { 1.15, 1.20, 1.08, 1.12, 1.05 }, 0.15 },
  { "Apple week", "promotion", DDI_DEMO_ALL_STORES, 278, 7, { 1.00, 1.00, 1.00, 1.10, 1.60 }, NAN },
  { "Munchkins bucket",
    "promotion",
    DDI_DEMO_ALL_STORES,
    324,
    5,
    { 0.98, 1.45, 1, 1, 1 },
    0.30,
    "Munchkins" },
  { "Holiday boxes", "promotion", DDI_DEMO_ALL_STORES, 344, 10, { 1.22, 1.28, 1.00, 1.05, 1.15 }, 0.20 },
};

static void
take (GArray *events, const DdiDemoEvent *event, DdiDay first, DdiDay last)
{
  if (event->last >= first && event->first <= last)
    g_array_append_vals (events, event, 1);
}

static void
take_year (GArray *events, int year, DdiDay first, DdiDay last)
{
  DdiDay january = ddi_day_from_ymd (year, 1, 1);

  for (gsize i = 0; i < G_N_ELEMENTS (yearly); i++)
    {
      DdiDay day = ddi_holiday_us_day (yearly[i].name, year);
      DdiDemoEvent event = { .store = DDI_DEMO_ALL_STORES,
                             .first = day,
                             .last = day,
                             .name = yearly[i].name,
                             .kind = ddi_event_kind_name (yearly[i].closed ? DDI_EVENT_CLOSURE
                                                                           : DDI_EVENT_HOLIDAY),
                             .closed = yearly[i].closed,
                             .closes_at = yearly[i].closes_at,
                             .expected = NAN };

      memcpy (event.effect, yearly[i].effect, sizeof event.effect);
      if (day != DDI_DAY_INVALID)
        take (events, &event, first, last);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (seasons); i++)
    {
      DdiDay day = january + seasons[i].start - 1;
      DdiDemoEvent event = { .store = seasons[i].store,
                             .first = day,
                             .last = day + seasons[i].days - 1,
                             .name = seasons[i].name,
                             .kind = seasons[i].kind,
                             .category = seasons[i].category,
                             .expected = seasons[i].expected };

      memcpy (event.effect, seasons[i].effect, sizeof event.effect);
      take (events, &event, first, last);
    }
}

static int
compare_events (gconstpointer a, gconstpointer b)
{
  const DdiDemoEvent *x = a, *y = b;

  if (x->first != y->first)
    return x->first < y->first ? -1 : 1;
  return strcmp (x->name, y->name);
}

GArray *
ddi_demo_calendar_events (DdiDay first, DdiDay last)
{
  GArray *events = g_array_new (FALSE, FALSE, sizeof (DdiDemoEvent));
  int from, to, month, day;

  ddi_day_to_ymd (first, &from, &month, &day);
  ddi_day_to_ymd (last, &to, &month, &day);
  for (int year = from - 1; year <= to; year++)
    take_year (events, year, first, last);
  g_array_sort (events, compare_events);
  return events;
}
