/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tasks/ddi-demo-district.h"

#include <math.h>

/* Fifteen months: a whole year to compare with, and made in seconds. */
#define DAYS 456

/* A commuters' shop is busy on working days, a residential one on weekends. */
#define STANDARD                                                                                             \
  {                                                                                                          \
    0.96, 0.94, 0.97, 1.00, 1.10, 1.12, 0.95                                                                 \
  }
#define COMMUTER                                                                                             \
  {                                                                                                          \
    1.10, 1.12, 1.12, 1.10, 1.14, 0.72, 0.60                                                                 \
  }
#define NO_SUNDAY                                                                                            \
  {                                                                                                          \
    1.12, 1.10, 1.10, 1.10, 1.14, 0.70, 0                                                                    \
  }
#define WEEKEND                                                                                              \
  {                                                                                                          \
    0.82, 0.80, 0.84, 0.90, 1.04, 1.36, 1.28                                                                 \
  }

static const DdiDemoStore stores[DDI_DEMO_N_STORES] = {
  { "Harbor Street", "01", "340101", "12 Harbor Street", 1.25, STANDARD, 1.10 },
  { "Maple Avenue", "02", "340102", "410 Maple Avenue", 1.00, WEEKEND, 1.00 },
  { "Union Square", "03", "340103", "3 Union Square", 1.35, COMMUTER, 0.98 },
  { "Mill Road", "04", "340104", "77 Mill Road", 0.80, STANDARD, 1.00 },
  { "Station Plaza", "05", "340105", "1 Station Plaza", 1.15, NO_SUNDAY, 0.94 },
  { "Lakeside", "06", "340106", "250 Lakeside Drive", 0.90, WEEKEND, 1.32 },
  { "Airport Road", "07", "340107", "1800 Airport Road", 1.10, STANDARD, 1.06 },
  { "College Hill", "08", "340108", "56 College Hill", 0.95, COMMUTER, 1.00 },
  { "Chestnut Street", "09", "340109", "91 Chestnut Street", 0.75, STANDARD, 1.02 },
  { "Riverside", "10", "340110", "8 Riverside Walk", 0.85, WEEKEND, 1.12 },
  { "Route 9 North", "11", "340111", "2240 Route 9", 0.92, STANDARD, 1.04 },
  { "Old Town", "12", "340112", "5 Market Lane", 0.70, WEEKEND, 1.08 },
};

static const DdiDemoProduct products[DDI_DEMO_N_PRODUCTS] = {
  { "Glazed", "Donuts", DDI_DEMO_DONUTS, 58, 3, 34, 149, 0 },
  { "Boston Kreme", "Donuts", DDI_DEMO_DONUTS, 34, 3, 42, 169, 0 },
  { "Chocolate Frosted", "Donuts", DDI_DEMO_DONUTS, 38, 3, 38, 159, 0 },
  { "Strawberry Frosted", "Donuts", DDI_DEMO_DONUTS, 26, 3, 38, 159, 0 },
  { "Vanilla Frosted", "Donuts", DDI_DEMO_DONUTS, 22, 3, 38, 159, 0 },
  { "Jelly", "Donuts", DDI_DEMO_DONUTS, 24, 3, 40, 159, 0 },
  { "Old Fashioned", "Donuts", DDI_DEMO_DONUTS, 27, 3, 36, 149, 0 },
  { "Chocolate Glazed", "Donuts", DDI_DEMO_DONUTS, 21, 3, 38, 159, 0 },
  { "Blueberry Cake", "Donuts", DDI_DEMO_DONUTS, 16, 3, 40, 159, 0 },
  { "Marble Frosted", "Donuts", DDI_DEMO_DONUTS, 15, 3, 40, 159, 0 },
  { "Powdered", "Donuts", DDI_DEMO_DONUTS, 13, 3, 35, 149, 0 },
  { "Maple Frosted", "Donuts", DDI_DEMO_DONUTS, 18, 3, 40, 169, 590 },
  { "Glazed Munchkins", "Munchkins", DDI_DEMO_MUNCHKINS, 250, 60, 8, 42, 0 },
  { "Jelly Munchkins", "Munchkins", DDI_DEMO_MUNCHKINS, 180, 60, 9, 42, 0 },
  { "Chocolate Munchkins", "Munchkins", DDI_DEMO_MUNCHKINS, 205, 60, 9, 42, 0 },
  { "Powdered Munchkins", "Munchkins", DDI_DEMO_MUNCHKINS, 150, 60, 8, 42, 0 },
  { "Plain Bagel", "Bagels", DDI_DEMO_BAGELS, 24, 6, 45, 189, 0 },
  { "Everything Bagel", "Bagels", DDI_DEMO_BAGELS, 28, 6, 48, 189, 0 },
  { "Sesame Bagel", "Bagels", DDI_DEMO_BAGELS, 15, 6, 46, 189, 0 },
  { "Blueberry Muffin", "Muffins", DDI_DEMO_MUFFINS, 20, 4, 72, 249, 0 },
  { "Corn Muffin", "Muffins", DDI_DEMO_MUFFINS, 13, 4, 66, 249, 0 },
  { "Coffee Cake Muffin", "Muffins", DDI_DEMO_MUFFINS, 16, 4, 75, 259, 0 },
  { "Apple Fritter", "Fancies", DDI_DEMO_FANCIES, 14, 3, 88, 289, 0 },
  { "Coffee Roll", "Fancies", DDI_DEMO_FANCIES, 12, 3, 82, 269, 0 },
};

/* Demand by month over the year's mean; between mid-months it is read off the line. */
static const double months[DDI_DEMO_N_LINES][12] = {
  { 0.95, 0.99, 1.01, 1.02, 1.02, 1.00, 0.96, 0.96, 1.01, 1.04, 1.03, 1.04 },
  { 0.93, 0.98, 1.00, 1.02, 1.04, 1.00, 0.95, 0.95, 1.00, 1.04, 1.03, 1.09 },
  { 1.03, 1.03, 1.02, 1.00, 0.99, 0.97, 0.94, 0.95, 1.02, 1.03, 1.02, 1.00 },
  { 1.02, 1.02, 1.00, 0.99, 0.98, 0.96, 0.95, 0.96, 1.01, 1.05, 1.04, 1.03 },
  { 1.00, 0.99, 0.98, 0.97, 0.96, 0.95, 0.94, 0.95, 1.06, 1.12, 1.06, 1.03 },
};

const DdiDemoStore *
ddi_demo_district_get_store (int store)
{
  g_assert (store >= 0 && store < DDI_DEMO_N_STORES);
  return &stores[store];
}

const DdiDemoProduct *
ddi_demo_district_get_product (int product)
{
  g_assert (product >= 0 && product < DDI_DEMO_N_PRODUCTS);
  return &products[product];
}

int
ddi_demo_district_open_weekdays (int store)
{
  int mask = 0;

  for (int weekday = 0; weekday < 7; weekday++)
    if (stores[store].weekday[weekday] > 0)
      mask |= 1 << weekday;
  return mask;
}

/* The output function of SplitMix64 (Steele, Lea and Flood, "Fast splittable pseudorandom number
 * generators", OOPSLA 2014), here as a hash: the key is the state. */
static guint64
mix (guint64 key)
{
  guint64 z = key + G_GUINT64_CONSTANT (0x9e3779b97f4a7c15);

  z = (z ^ (z >> 30)) * G_GUINT64_CONSTANT (0xbf58476d1ce4e5b9);
  z = (z ^ (z >> 27)) * G_GUINT64_CONSTANT (0x94d049bb133111eb);
  return z ^ (z >> 31);
}

/* Uniform on [0, 1): the n-th draw of a key. */
static double
uniform (guint64 key, guint n)
{
  return (double)(mix (key ^ mix (n + 1)) >> 11) / 9007199254740992.0;
}

/* Nearly standard normal: twelve uniforms less six, which needs no logarithm (their rounding differs
 * between libraries). Cut at six deviations. */
static double
normal (guint64 key, guint n)
{
  double sum = -6;

  for (guint i = 0; i < 12; i++)
    sum += uniform (key, 64 * (n + 1) + i);
  return sum;
}

void
ddi_demo_span_init (DdiDemoSpan *self, guint64 seed, DdiDay today)
{
  self->seed = seed;
  self->last = today - 1;
  self->first = today - DAYS;
}

/* Linear between the middles of the months. */
static double
season_of (DdiDay day, const double values[12])
{
  int year, month, of_month;
  double x;

  ddi_day_to_ymd (day, &year, &month, &of_month);
  x = (of_month - 15.5) / 30.4;
  if (x < 0)
    return values[month - 1] + x * (values[month - 1] - values[(month + 10) % 12]);
  return values[month - 1] + x * (values[month % 12] - values[month - 1]);
}

/* A shop by a lake has its season in July. */
static double
summer_of (DdiDay day, double summer)
{
  static const double months_of_summer[12] = { 0, 0.05, 0.2, 0.4, 0.6, 0.9, 1, 0.95, 0.6, 0.35, 0.15, 0.05 };

  return 1 + (summer - 1) * (season_of (day, months_of_summer) - 0.45);
}

/* Mill Road is rebuilt: twelve days shut in the second spring. */
static gboolean
shut_for_repairs (const DdiDemoSpan *span, int store, DdiDay day)
{
  return store == 3 && day >= span->first + 400 && day < span->first + 412;
}

static DdiDemoState
state_of (const DdiDemoSpan *span, int store, DdiDay day, const DdiDemoStoreDay *store_day)
{
  if (store_day->state == DDI_DEMO_CLOSED || shut_for_repairs (span, store, day) ||
      stores[store].weekday[ddi_day_weekday (day)] <= 0)
    return DDI_DEMO_CLOSED;
  /* One shop is always late with its sheet, and some never come. */
  if (store == 10 && day > span->last - 2)
    return DDI_DEMO_NOT_SENT;
  if (uniform (store_day->key, 1) < 0.004)
    return DDI_DEMO_NOT_SENT;
  if (uniform (store_day->key, 2) < 0.006)
    return DDI_DEMO_PARTIAL;
  return store_day->state;
}

void
ddi_demo_district_store_day (const DdiDemoSpan *span, int store, DdiDay day, GArray *events,
                             DdiDemoStoreDay *result)
{
  *result = (DdiDemoStoreDay){ .state = DDI_DEMO_COMPLETE };
  result->key = mix (span->seed ^ mix ((guint64)(guint32)day << 8 | (guint64)store));
  /* Weather and luck move a whole shop by 7 %. */
  result->season = summer_of (day, stores[store].summer) * (1 + 0.07 * normal (result->key, 0));
  for (int line = 0; line < DDI_DEMO_N_LINES; line++)
    result->effect[line] = 1;
  for (guint i = 0; i < events->len; i++)
    {
      const DdiDemoEvent *event = &g_array_index (events, DdiDemoEvent, i);

      if (event->first > day || event->last < day ||
          (event->store != DDI_DEMO_ALL_STORES && event->store != store))
        continue;
      if (event->closed)
        result->state = DDI_DEMO_CLOSED;
      else if (event->closes_at > 0 && result->state == DDI_DEMO_COMPLETE)
        {
          result->state = DDI_DEMO_CLOSED_EARLY;
          result->closes_at = event->closes_at;
        }
      for (int line = 0; line < DDI_DEMO_N_LINES; line++)
        result->effect[line] *= event->effect[line];
    }
  result->state = state_of (span, store, day, result);
}

static double
weekday_of (int store, DdiDemoLine line, DdiDay day)
{
  DdiWeekday weekday = ddi_day_weekday (day);
  double factor = stores[store].weekday[weekday];

  /* Boxes for the family at weekends, bagels before work. */
  if (line == DDI_DEMO_MUNCHKINS)
    return factor * (weekday >= DDI_SATURDAY ? 1.18 : 0.95);
  if (line == DDI_DEMO_BAGELS || line == DDI_DEMO_MUFFINS)
    return factor * (weekday >= DDI_SATURDAY ? 0.90 : 1.03);
  return factor;
}

/* How well a shop sells a product, 0.7 to 1.3: taste is local and lasting. */
static double
taste (const DdiDemoSpan *span, int store, int product)
{
  return 0.7 + 0.6 * uniform (mix (span->seed + 7919 * (guint64)store), (guint)product);
}

static int
round_up (double pieces, int pack)
{
  return (int)ceil (pieces / pack) * pack;
}

static const char *
reason_of (guint64 key)
{
  double u = uniform (key, 5);

  if (u < 0.86)
    return "End of day";
  if (u < 0.92)
    return "Quality";
  if (u < 0.96)
    return "Damaged";
  return u < 0.985 ? "Order cancelled" : "Equipment";
}

void
ddi_demo_district_cell (const DdiDemoSpan *span, int store, int product, DdiDay day,
                        const DdiDemoStoreDay *store_day, DdiDemoCell *cell)
{
  const DdiDemoProduct *what = &products[product];
  guint64 key = mix (store_day->key + (guint64)product + 1);
  double plan, mean, demand, spread;

  *cell = (DdiDemoCell){ .sold_out_at = -1, .reason = "End of day" };
  if (store_day->state == DDI_DEMO_CLOSED || store_day->state == DDI_DEMO_NOT_SENT)
    return;
  if (day < span->first + what->offered_after)
    return;
  if (store_day->state == DDI_DEMO_PARTIAL && uniform (key, 3) < 0.5)
    return;

  /* plan: what the manager expects, who knows weekday and season but only half of an event. */
  plan = what->level * stores[store].size * taste (span, store, product) *
         weekday_of (store, what->line, day) * season_of (day, months[what->line]) *
         summer_of (day, stores[store].summer) * (1 + 0.04 * (day - span->first) / DAYS);
  mean = plan / summer_of (day, stores[store].summer) * store_day->season * store_day->effect[what->line];
  /* Counts with more than Poisson's spread: variance = mean + (0.12 mean)². */
  spread = sqrt (mean + 0.0144 * mean * mean);
  demand = floor (MAX (0, mean + spread * normal (key, 1)) + 0.5);
  cell->made =
      round_up (plan * (1 + 0.5 * (store_day->effect[what->line] - 1)) * (1.13 + 0.20 * uniform (key, 4)),
                what->pack);
  cell->recorded = TRUE;
  cell->sold = (int)MIN (demand, cell->made);
  cell->wasted = cell->made - cell->sold;
  if (cell->wasted > 0)
    cell->reason = reason_of (key);
  else if (uniform (key, 6) < 0.6)
    /* Open from 05:00; customers come evenly until 19:00. */
    cell->sold_out_at = 300 + (int)(840 * cell->made / MAX (demand, 1));
}

DdiDay
ddi_demo_district_price_rise (const DdiDemoSpan *span)
{
  return span->first + 365;
}

int
ddi_demo_district_price (const DdiDemoSpan *span, int product, DdiDay day)
{
  int price = products[product].price;

  if (day < ddi_demo_district_price_rise (span))
    return price;
  return (price * 105 / 100 + 4) / 5 * 5 - (price >= 100 ? 1 : 0);
}
