/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a chart says in words and figures, and its palettes. */
#include "chart/ddi-chart-reading.h"

#include <math.h>

static void
test_format (void)
{
  static const struct
  {
    DdiMeasure measure;
    double value;
    const char *text;
  } cases[] = {
    { DDI_MEASURE_PIECES, 0, "0" },         { DDI_MEASURE_PIECES, 27, "27" },
    { DDI_MEASURE_PIECES, 5.25, "5.2" },    { DDI_MEASURE_PIECES, 6173.5, "6174" },
    { DDI_MEASURE_PIECES, -3, "−3" },       { DDI_MEASURE_PIECES, NAN, "–" },
    { DDI_MEASURE_SHARE, 0.314, "31.4 %" }, { DDI_MEASURE_MONEY, 123456, "$1234.56" },
    { DDI_MEASURE_MONEY, -5, "−$0.05" },    { DDI_MEASURE_MONEY, 0, "$0.00" },
  };
  g_autoptr (DdiChart) chart = ddi_chart_new_days ("Chart", 0, 0, 1);

  ddi_chart_set_currency (chart, "USD");
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = ddi_chart_format_value (chart, cases[i].measure, cases[i].value);

      g_assert_cmpstr (text, ==, cases[i].text);
    }
  g_free (ddi_chart_format_value (chart, DDI_MEASURE_MONEY, 1e280));
}

static void
test_days (void)
{
  DdiDay first = ddi_day_from_ymd (2026, 11, 2);
  g_autoptr (DdiChart) days = ddi_chart_new_days ("Days", first, 10, 1);
  g_autoptr (DdiChart) weeks = ddi_chart_new_days ("Weeks", first, 4, 7);

  g_assert_cmpint (ddi_chart_find_day (days, first + 9), ==, 9);
  g_assert_cmpint (ddi_chart_find_day (days, first + 10), ==, -1);
  g_assert_cmpint (ddi_chart_find_day (days, first - 1), ==, -1);
  g_assert_cmpint (ddi_chart_find_day (days, DDI_DAY_INVALID), ==, -1);
  g_assert_cmpint (ddi_chart_find_day (weeks, first + 13), ==, 1);
  g_assert_cmpint (ddi_chart_get_day (weeks, 2), ==, first + 14);
  g_assert_cmpint (ddi_chart_get_day (weeks, 4), ==, DDI_DAY_INVALID);
}

static void
test_reading (void)
{
  const double actual[] = { 27, NAN, 30 }, lower[] = { 21, 22, 23 }, upper[] = { 34, 35, 36 };
  const double cost[] = { 1234, NAN, NAN };
  g_autoptr (DdiChart) chart = ddi_chart_new_days ("Glazed", ddi_day_from_ymd (2026, 11, 25), 3, 1);
  g_autoptr (DdiReading) first = NULL;
  g_autoptr (DdiReading) second = NULL;
  g_autofree char *one = NULL;
  g_autofree char *two = NULL;

  ddi_chart_set_currency (chart, "USD");
  ddi_chart_add_reading (chart, "Cost", DDI_MEASURE_MONEY, cost);
  ddi_chart_add_band (chart, "80 % band", DDI_INK_BAND, lower, upper);
  ddi_chart_add_line (chart, "Actual", DDI_INK_TEXT, DDI_LINE_SOLID, actual);
  ddi_chart_add_event (chart, ddi_day_from_ymd (2026, 11, 26), ddi_day_from_ymd (2026, 11, 26),
                       "Thanksgiving");

  first = ddi_reading_new (chart, 0);
  one = ddi_reading_to_text (first);
  g_assert_cmpstr (one, ==, "Wed 25 Nov 2026: 80 % band 21 – 34, Actual 27, Cost $12.34");
  second = ddi_reading_new (chart, 1);
  two = ddi_reading_to_text (second);
  g_assert_cmpstr (two, ==, "Thu 26 Nov 2026: 80 % band 22 – 35; Thanksgiving");
}

static void
test_stack_reading (void)
{
  const double a[] = { 10, 5 }, b[] = { 7, NAN };
  g_autoptr (DdiChart) chart = ddi_chart_new_days ("Waste", ddi_day_from_ymd (2026, 11, 23), 2, 7);
  g_autoptr (DdiReading) both = NULL;
  g_autoptr (DdiReading) one = NULL;
  g_autofree char *text = NULL;

  ddi_chart_add_bars (chart, "End of day", DDI_INK_SERIES_1, a);
  ddi_chart_add_bars (chart, "Damaged", DDI_INK_SERIES_2, b);
  both = ddi_reading_new (chart, 0);
  text = ddi_reading_to_text (both);
  g_assert_cmpstr (text, ==, "Week from Mon 23 Nov 2026: End of day 10, Damaged 7, Together 17");
  one = ddi_reading_new (chart, 1);
  g_assert_cmpuint (one->lines->len, ==, 1);
}

static void
test_summary (void)
{
  const double y[] = { 10, NAN, 20, 30, NAN };
  g_autoptr (DdiChart) chart = ddi_chart_new_days ("Sold", ddi_day_from_ymd (2026, 11, 23), 5, 1);
  g_autoptr (DdiChart) empty = ddi_chart_new_days ("Sold", 0, 0, 1);
  g_autofree char *text = NULL;
  g_autofree char *nothing = ddi_chart_summarise (empty);

  ddi_chart_add_line (chart, "Sold", DDI_INK_TEXT, DDI_LINE_SOLID, y);
  text = ddi_chart_summarise (chart);
  g_assert_cmpstr (
      text, ==,
      "5 days, from Mon 23 Nov 2026 to Fri 27 Nov 2026. Sold: last 30, on average 20, lowest 10 on "
      "Mon 23 Nov 2026, highest 30 on Thu 26 Nov 2026. 1 day is missing.");
  g_assert_cmpstr (nothing, ==, "No figures in this range.");
}

static void
test_waterfall (void)
{
  const char *rows[] = { "Usual", "Rain", "Forecast" };
  const double y[] = { 24, -3, 21 };
  const gboolean total[] = { TRUE, FALSE, TRUE };
  g_autoptr (DdiChart) chart = ddi_chart_new_rows ("Why 21", rows, 3);
  g_autofree char *text = NULL;

  ddi_chart_add_steps (chart, "Pieces", y, total);
  text = ddi_chart_summarise (chart);
  g_assert_cmpstr (text, ==, "Usual: Pieces 24. Rain: Pieces −3. Forecast: Pieces 21.");
}

/* Text reads at 4.5:1 (WCAG 1.4.3) and lines at 3:1 (1.4.11) on cards and exports; the fills of a
 * stack are kept apart by a gap and named, and reach 3:1 where contrast is asked for. */
static void
test_palettes (void)
{
  for (guint kind = 0; kind < DDI_N_PALETTES; kind++)
    {
      const DdiPalette *palette = ddi_palette_get (kind);
      const DdiColour *back = &palette->inks[DDI_INK_BACKGROUND];
      gboolean high = kind >= DDI_PALETTE_LIGHT_HIGH_CONTRAST;

      g_assert_cmpfloat (ddi_colour_contrast (&palette->inks[DDI_INK_TEXT], back), >=, high ? 12 : 7);
      g_assert_cmpfloat (ddi_colour_contrast (&palette->inks[DDI_INK_DIM], back), >=, high ? 7 : 4.5);
      g_assert_cmpfloat (ddi_colour_contrast (&palette->inks[DDI_INK_ACCENT], back), >=, 4.5);
      g_assert_cmpfloat (ddi_colour_contrast (&palette->inks[DDI_INK_POSITIVE], back), >=, 4.5);
      g_assert_cmpfloat (ddi_colour_contrast (&palette->inks[DDI_INK_NEGATIVE], back), >=, 4.5);
      for (guint i = 0; i < 6; i++)
        g_assert_cmpfloat (ddi_colour_contrast (&palette->inks[ddi_palette_series (i)], back), >=,
                           high ? 3 : 1.9);
    }
  g_assert_cmpint (ddi_palette_series (17), ==, DDI_INK_OTHER);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/chart/format", test_format);
  g_test_add_func ("/chart/days", test_days);
  g_test_add_func ("/chart/reading", test_reading);
  g_test_add_func ("/chart/stack-reading", test_stack_reading);
  g_test_add_func ("/chart/summary", test_summary);
  g_test_add_func ("/chart/waterfall", test_waterfall);
  g_test_add_func ("/chart/palettes", test_palettes);
  return g_test_run ();
}
