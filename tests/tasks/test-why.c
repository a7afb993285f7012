/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tasks/ddi-why.h"

#include <glib.h>

static char *
summarize (const char *explanation, guint n)
{
  /* 2026-11-25 is a Wednesday. */
  g_autoptr (DdiWhy) why = ddi_why_parse (explanation, ddi_day_from_ymd (2026, 11, 25));

  g_assert_nonnull (why);
  return ddi_why_summarize (why, n);
}

/* Causes come by their weight; what the other models add is no cause, and is said last. */
static void
test_summary (void)
{
  static const char explanation[] =
      "{\"level\": 40, \"predicted\": 60, \"weekday\": 1.04, \"season\": 1.001, \"combination\": 1.5, "
      "\"events\": [{\"name\": \"Promotion\", \"offset\": 0, \"factor\": 1.2},"
      " {\"name\": \"Parade\", \"offset\": 1, \"factor\": 0.5}]}";
  g_autofree char *one = summarize (explanation, 1);
  g_autofree char *three = summarize (explanation, 3);
  g_autofree char *all = summarize (explanation, 9);
  g_autofree char *spill = summarize ("{\"level\": 40, \"correction\": 1.03, \"spill\": 0.95}", 3);
  g_autofree char *alone = summarize ("{\"level\": 40, \"combination\": 0.9}", 3);

  g_assert_cmpstr (one, ==, "after Parade −50 %");
  g_assert_cmpstr (three, ==, "after Parade −50 % · Promotion +20 % · Wed +4 %");
  g_assert_cmpstr (all, ==, "after Parade −50 % · Promotion +20 % · Wed +4 % · other models +50 %");
  g_assert_cmpstr (alone, ==, "other models −10 %");
  g_assert_cmpstr (spill, ==, "others sold out −5 % · sold out +3 %");
}

static void
assert_told (const char *explanation, const char *expected)
{
  g_autoptr (DdiWhy) why = ddi_why_parse (explanation, ddi_day_from_ymd (2026, 11, 25));
  g_autofree char *told = ddi_why_tell (why);

  g_assert_cmpstr (told, ==, expected);
}

/* A sentence for each, with all reasons in the order in which they are applied. */
static void
test_told (void)
{
  assert_told (
      "{\"level\": 40.2, \"predicted\": 60.4, \"weekday\": 1.04, \"season\": 1.001, \"combination\": 1.2, "
      "\"events\": [{\"name\": \"Promotion\", \"offset\": 0, \"factor\": 1.2}]}",
      "A usual day sells 40; with Wed +4 %, Promotion +20 %, other models +20 % that makes 60.");
  assert_told ("{\"level\": 0.42, \"predicted\": 0.21, \"drift\": 0.5}",
               "A usual day sells 0.4; with lately in all shops −50 % that makes 0.2.");
  assert_told ("{\"level\": 40, \"predicted\": 40}",
               "A usual day sells 40, and nothing says that this day is another.");
  assert_told ("{\"level\": 40, \"predicted\": 0, \"weekday\": 1.2, \"open\": 0}",
               "Nothing is sold that day: closed, not offered or no longer sold.");
}

static void
test_not_ours (void)
{
  DdiDay day = ddi_day_from_ymd (2026, 11, 25);

  g_assert_null (ddi_why_parse (NULL, day));
  g_assert_null (ddi_why_parse ("", day));
  g_assert_null (ddi_why_parse ("[1, 2]", day));
  g_assert_null (ddi_why_parse ("{\"model\": \"old\"}", day));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/why/summary", test_summary);
  g_test_add_func ("/why/told", test_told);
  g_test_add_func ("/why/not-ours", test_not_ours);
  return g_test_run ();
}
