/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/ddi-format.h"

#include <math.h>

/* The suite runs in the C locale: no thousands separator, a point before the cents. */
static void
test_write (void)
{
  static const struct
  {
    gint64 minor_units;
    const char *currency;
    const char *text;
  } cases[] = {
    { 0, "USD", "$0.00" },
    { 5, "USD", "$0.05" },
    { 4821050, "USD", "$48210.50" },
    { -150, "USD", "−$1.50" },
    { 999, "SEK", "9.99\302\240SEK" },
  };
  g_autofree char *percent = ddi_format_percent (0.3141, 1);
  g_autofree char *more = ddi_format_change (1.044), *less = ddi_format_change (0.5);
  g_autofree char *unknown = ddi_format_percent (NAN, 1);
  g_autofree char *least = ddi_format_amount (G_MININT64);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = ddi_format_money (cases[i].minor_units, cases[i].currency);

      g_assert_cmpstr (text, ==, cases[i].text);
    }
  g_assert_cmpstr (percent, ==, "31.4 %");
  g_assert_cmpstr (more, ==, "+4 %");
  g_assert_cmpstr (less, ==, "−50 %");
  g_assert_cmpstr (unknown, ==, "–");
  g_assert_cmpstr (least, ==, "−92233720368547758.08");
}

static void
test_days (void)
{
  DdiDay day = ddi_day_from_ymd (2026, 11, 25);
  g_autofree char *one = ddi_format_day (day);
  g_autofree char *this_year = ddi_format_day_short (day, day + 3);
  g_autofree char *last_year = ddi_format_day_short (day - 365, day);
  g_autofree char *same_month = ddi_format_range (day - 24, day);
  g_autofree char *same_year = ddi_format_range (day - 60, day);
  g_autofree char *years = ddi_format_range (day - 365, day);
  g_autofree char *same_day = ddi_format_range (day, day);

  g_assert_cmpstr (one, ==, "Wed 25 Nov 2026");
  g_assert_cmpstr (this_year, ==, "25 Nov");
  g_assert_cmpstr (last_year, ==, "25 Nov 2025");
  g_assert_cmpstr (same_month, ==, "1 – 25 Nov 2026");
  g_assert_cmpstr (same_year, ==, "26 Sep – 25 Nov 2026");
  g_assert_cmpstr (years, ==, "25 Nov 2025 – 25 Nov 2026");
  g_assert_cmpstr (same_day, ==, "25 Nov 2026");
}

static void
test_pieces (void)
{
  static const struct
  {
    const char *text;
    gint64 value; /* -1: refused */
  } cases[] = {
    { "0", 0 },
    { " 54 ", 54 },
    { "6 480", 6480 },
    { "6\302\240480", 6480 },
    { "2147483647", G_MAXINT32 },
    { "", -1 },
    { "-1", -1 },
    { "1.5", -1 },
    { "2147483648", -1 },
    { "12a", -1 },
    { "64 80", -1 },
    { "6 48", -1 },
    { "99999999999999999999", -1 },
    { "\xff", -1 },
    { "٣", -1 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      gint64 value = -1;

      g_assert_cmpint (ddi_parse_pieces (cases[i].text, &value), ==, cases[i].value >= 0);
      g_assert_cmpint (value, ==, cases[i].value);
    }
}

static void
test_amount (void)
{
  static const struct
  {
    const char *text;
    gint64 value;
  } cases[] = {
    { "0", 0 },
    { "1.5", 150 },
    { "$1.29", 129 },
    { "1 234.50", 123450 },
    { ".99", 99 },
    { "12.345", -1 },
    { "-1", -1 },
    { "$", -1 },
    { "1.2.3", -1 },
    { "1.x", -1 },
    { "99999999.99", 9999999999 },
    { "100000000", -1 },
    { "3 €", 300 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      gint64 value = -1;

      g_assert_cmpint (ddi_parse_amount (cases[i].text, &value), ==, cases[i].value >= 0);
      g_assert_cmpint (value, ==, cases[i].value);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/core/format/write", test_write);
  g_test_add_func ("/core/format/days", test_days);
  g_test_add_func ("/core/format/pieces", test_pieces);
  g_test_add_func ("/core/format/amount", test_amount);
  return g_test_run ();
}
