/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/ddi-week.h"

#include <locale.h>

/* The C locale's weeks begin on a Sunday; a choice wins, and is taken back. */
static void
test_first (void)
{
  setlocale (LC_ALL, "C");
  g_assert_cmpint (ddi_week_get_locale_first (), ==, DDI_SUNDAY);
  g_assert_cmpint (ddi_week_get_first (), ==, DDI_SUNDAY);
  ddi_week_set_first (DDI_SATURDAY);
  g_assert_cmpint (ddi_week_get_first (), ==, DDI_SATURDAY);
  g_assert_cmpint (ddi_week_get_locale_first (), ==, DDI_SUNDAY);
  ddi_week_set_first (-1);
  g_assert_cmpint (ddi_week_get_first (), ==, DDI_SUNDAY);
}

/* Every week begins on its weekday, at most six days before, in the past too. */
static void
test_begin (void)
{
  static const DdiWeekday firsts[] = { DDI_MONDAY, DDI_SATURDAY, DDI_SUNDAY };

  for (gsize i = 0; i < G_N_ELEMENTS (firsts); i++)
    {
      ddi_week_set_first ((int)firsts[i]);
      for (DdiDay day = -20; day < 20; day++)
        {
          DdiDay begin = ddi_week_begin (day);

          g_assert_cmpint (ddi_day_weekday (begin), ==, firsts[i]);
          g_assert_cmpint (begin, <=, day);
          g_assert_cmpint (begin, >, day - 7);
        }
    }
  ddi_week_set_first (DDI_MONDAY);
  g_assert_cmpint (ddi_week_begin (ddi_day_parse ("2026-11-29")), ==, ddi_day_parse ("2026-11-23"));
  ddi_week_set_first (DDI_SUNDAY);
  g_assert_cmpint (ddi_week_begin (ddi_day_parse ("2026-11-29")), ==, ddi_day_parse ("2026-11-29"));
  ddi_week_set_first (-1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/week/first", test_first);
  g_test_add_func ("/week/begin", test_begin);
  return g_test_run ();
}
