/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tasks/ddi-demo-district.h"

typedef struct
{
  gint64 made;
  gint64 wasted;
  gint64 n;
  gint64 sold_out;
} Totals;

/* Walks the whole span and feeds every figure to @checksum, which may be NULL. */
static Totals
walk (const DdiDemoSpan *span, GArray *events, GChecksum *checksum)
{
  Totals totals = { 0 };

  for (int store = 0; store < DDI_DEMO_N_STORES; store++)
    for (DdiDay day = span->first; day <= span->last; day++)
      {
        DdiDemoStoreDay store_day;

        ddi_demo_district_store_day (span, store, day, events, &store_day);
        for (int product = 0; product < DDI_DEMO_N_PRODUCTS; product++)
          {
            DdiDemoCell cell;
            gint32 figures[4];

            ddi_demo_district_cell (span, store, product, day, &store_day, &cell);
            if (!cell.recorded)
              continue;
            g_assert_cmpint (cell.made % ddi_demo_district_get_product (product)->pack, ==, 0);
            g_assert_cmpint (cell.sold, >=, 0);
            g_assert_cmpint (cell.wasted, >=, 0);
            g_assert_cmpint (cell.sold + cell.wasted, ==, cell.made);
            g_assert_cmpint (cell.sold_out_at, <, 24 * 60);
            totals.made += cell.made;
            totals.wasted += cell.wasted;
            totals.n++;
            totals.sold_out += cell.wasted == 0;
            figures[0] = GINT32_TO_LE (cell.made);
            figures[1] = GINT32_TO_LE (cell.sold);
            figures[2] = GINT32_TO_LE (cell.sold_out_at);
            figures[3] = GINT32_TO_LE ((gint32)store_day.state);
            if (checksum)
              g_checksum_update (checksum, (const guchar *)figures, sizeof figures);
          }
      }
  return totals;
}

static void
make (DdiDemoSpan *span, GArray **events, const char *today, guint64 seed)
{
  ddi_demo_span_init (span, seed, ddi_day_parse (today));
  *events = ddi_demo_calendar_events (span->first, span->last);
}

static void
test_shape (void)
{
  g_autoptr (GArray) events = NULL;
  DdiDemoSpan span;
  Totals totals;
  double waste;

  make (&span, &events, "2026-11-23", 1);
  totals = walk (&span, events, NULL);
  g_assert_cmpint (span.last, ==, ddi_day_parse ("2026-11-22"));
  g_assert_cmpint (totals.n, >, 121000);
  g_assert_cmpint (totals.n, <, 131328);
  waste = (double)totals.wasted / (double)totals.made;
  g_test_message ("wasted %.4f, sold out %.4f", waste, (double)totals.sold_out / (double)totals.n);
  g_assert_cmpfloat (waste, >, 0.22);
  g_assert_cmpfloat (waste, <, 0.28);
  g_assert_cmpint (totals.sold_out * 100, >, totals.n * 4);
  g_assert_cmpint (totals.sold_out * 100, <, totals.n * 15);
}

static void
test_same_seed (void)
{
  g_autoptr (GArray) events = NULL;
  g_autoptr (GChecksum) one = g_checksum_new (G_CHECKSUM_SHA256);
  g_autoptr (GChecksum) two = g_checksum_new (G_CHECKSUM_SHA256);
  g_autoptr (GChecksum) other = g_checksum_new (G_CHECKSUM_SHA256);
  DdiDemoSpan span;

  make (&span, &events, "2026-11-23", 7);
  walk (&span, events, one);
  walk (&span, events, two);
  span.seed = 8;
  walk (&span, events, other);
  g_assert_cmpstr (g_checksum_get_string (one), ==, g_checksum_get_string (two));
  g_assert_cmpstr (g_checksum_get_string (one), !=, g_checksum_get_string (other));
}

/* A later start sees the same past: only the last day moves. */
static void
test_extension (void)
{
  g_autoptr (GArray) events = NULL;
  g_autoptr (GArray) longer = NULL;
  DdiDemoSpan span, later;

  make (&span, &events, "2026-11-23", 7);
  later = span;
  later.last += 30;
  longer = ddi_demo_calendar_events (later.first, later.last);
  for (int store = 0; store < DDI_DEMO_N_STORES; store++)
    for (DdiDay day = span.last - 20; day < span.last - 2; day++)
      {
        DdiDemoStoreDay a, b;
        DdiDemoCell x, y;

        ddi_demo_district_store_day (&span, store, day, events, &a);
        ddi_demo_district_store_day (&later, store, day, longer, &b);
        ddi_demo_district_cell (&span, store, 3, day, &a, &x);
        ddi_demo_district_cell (&later, store, 3, day, &b, &y);
        g_assert_cmpint (a.state, ==, b.state);
        g_assert_cmpint (x.made, ==, y.made);
        g_assert_cmpint (x.sold, ==, y.sold);
      }
}

/* What the pages must be able to show is there. */
static void
test_awkward_days (void)
{
  g_autoptr (GArray) events = NULL;
  DdiDemoSpan span;
  int n[DDI_DEMO_CLOSED + 1] = { 0 };
  DdiDemoStoreDay store_day;
  DdiDemoCell cell;

  make (&span, &events, "2026-11-23", 7);
  for (int store = 0; store < DDI_DEMO_N_STORES; store++)
    for (DdiDay day = span.first; day <= span.last; day++)
      {
        ddi_demo_district_store_day (&span, store, day, events, &store_day);
        n[store_day.state]++;
      }
  for (gsize state = 0; state < G_N_ELEMENTS (n); state++)
    g_assert_cmpint (n[state], >, 0);

  /* Closed for repairs, late with the sheet, closed at Christmas and on Sundays. */
  ddi_demo_district_store_day (&span, 3, span.first + 405, events, &store_day);
  g_assert_cmpint (store_day.state, ==, DDI_DEMO_CLOSED);
  ddi_demo_district_store_day (&span, 10, span.last, events, &store_day);
  g_assert_cmpint (store_day.state, ==, DDI_DEMO_NOT_SENT);
  ddi_demo_district_store_day (&span, 0, ddi_day_parse ("2025-12-25"), events, &store_day);
  g_assert_cmpint (store_day.state, ==, DDI_DEMO_CLOSED);
  ddi_demo_district_store_day (&span, 4, ddi_day_parse ("2026-11-22"), events, &store_day);
  g_assert_cmpint (store_day.state, ==, DDI_DEMO_CLOSED);
  ddi_demo_district_cell (&span, 4, 0, ddi_day_parse ("2026-11-22"), &store_day, &cell);
  g_assert_false (cell.recorded);
  g_assert_cmpint (ddi_demo_district_open_weekdays (4), ==, 63);
}

static void
test_price (void)
{
  g_autoptr (GArray) events = NULL;
  DdiDemoSpan span;
  DdiDay rise;

  make (&span, &events, "2026-11-23", 7);
  rise = ddi_demo_district_price_rise (&span);
  for (int product = 0; product < DDI_DEMO_N_PRODUCTS; product++)
    {
      int before = ddi_demo_district_price (&span, product, rise - 1);

      g_assert_cmpint (before, >, ddi_demo_district_get_product (product)->cost);
      g_assert_cmpint (ddi_demo_district_price (&span, product, rise), >, before);
      g_assert_cmpint (ddi_demo_district_price (&span, product, rise), <, before * 115 / 100);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/tasks/demo/district/shape", test_shape);
  g_test_add_func ("/tasks/demo/district/same-seed", test_same_seed);
  g_test_add_func ("/tasks/demo/district/extension", test_extension);
  g_test_add_func ("/tasks/demo/district/awkward-days", test_awkward_days);
  g_test_add_func ("/tasks/demo/district/price", test_price);
  return g_test_run ();
}
